/**
 * The address that a request came from. Callers can forge X-Forwarded-For except for its last entries, which our own proxies appended: as many
 * are trusted as there are proxies.
 *
 * @param hops number of our own proxies in front; 0 if callers connect directly
 */
export function clientAddress(socketAddress: string, forwardedFor: string | string[] | undefined, hops: number): string {
  const plain = withoutPrefix(socketAddress);
  if (hops === 0) return plain;
  const entries = String(forwardedFor ?? '')
    .split(',')
    .map((entry) => withoutPrefix(withoutPort(entry.trim())))
    .filter((entry) => entry !== '');
  return entries.at(-hops) ?? entries[0] ?? plain;
}

/** IPv4 in IPv6 is IPv4. */
const withoutPrefix = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** Some proxies write `203.0.113.7:4711` and `[2001:db8::1]:4711`. */
const withoutPort = (entry: string): string => /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? entry.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
