import { isIPv4, isIPv6 } from 'node:net';

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
