import { isIPv4, isIPv6 } from 'node:net';

/**
 * The address that a request came from. X-Forwarded-For can be made up by the caller except for its last entries, which our own
 * proxies appended: so many are believed as there are proxies.
 *
 * @param hops proxies of our own in front; 0 where callers connect directly
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

/**
 * Whom a limit per address is about: an IPv4 address, or the /64 of an IPv6 address, of which one subscriber has all 2^64.
 * Source: RFC 6177 (end sites get a /64 at least). What is no address is one caller, whatever it says.
 */
export function addressBlock(address: string): string {
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return 'unknown';
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groupsOf = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const first = groupsOf(head);
  if (tail !== undefined) {
    const last = groupsOf(tail);
    // A dotted end stands for two groups.
    const size = first.length + last.length + (last.at(-1)?.includes('.') ? 1 : 0);
    first.push(...Array<string>(8 - size).fill('0'), ...last);
  }
  const network = first.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
