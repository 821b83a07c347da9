/**
 * The address that a request came from. X-Forwarded-For can be made up by the caller except for its last entries, which our own
 * proxies appended: so many are believed as there are proxies.
 *
 * @param hops proxies of our own in front; 0 where callers connect directly
 */
export function clientAddress(socketAddress: string, forwardedFor: string | string[] | undefined, hops: number): string {
  const plain = socketAddress.replace(/^::ffff:(?=\d+\.)/, '');
  if (hops === 0) return plain;
  const entries = String(forwardedFor ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return entries.at(-hops) ?? entries[0] ?? plain;
}
