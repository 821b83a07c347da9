import { lookup, promises, TIMEOUT, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** Addresses that no public host has. Sources: IANA special-purpose registries of IPv4 and IPv6. */
const NOT_PUBLIC = new BlockList();
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  NOT_PUBLIC.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  NOT_PUBLIC.addSubnet(address, prefix, 'ipv6');

/** Whether an IP address is one that a public host may have. What stands for an IPv4 address inside an IPv6 one is judged as that. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPublicAddress(mapped);
  return !NOT_PUBLIC.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Where clouds keep the credentials of a machine: never a target, also not inside a network. */
const METADATA = new BlockList();
METADATA.addSubnet('169.254.0.0', 16, 'ipv4');
METADATA.addAddress('100.100.100.200', 'ipv4');
METADATA.addAddress('fd00:ec2::254', 'ipv6');

export const isMetadataAddress = (address: string): boolean =>
  isIP(address) !== 0 && METADATA.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

type Resolve = (hostname: string, options: LookupAllOptions, callback: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/** A connection that was refused because of where it would have led. */
export const NOT_PUBLIC_CODE = 'ENOTPUBLIC';

/**
 * Name resolution for connections to hosts that data from outside chose: an address inside our own network is refused here, at the
 * connection itself, whatever the name said when it was looked at before. Every address of the name must be public.
 *
 * @param resolve how a name is resolved; the machine's way by default @param isAllowed whether a connection may go to an address
 */
export const publicLookup =
  (resolve: Resolve = lookup, isAllowed: (address: string) => boolean = isPublicAddress): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const refused = addresses.find(({ address }) => !isAllowed(address));
      if (refused || addresses.length === 0) {
        const reason = Object.assign(new Error(`${hostname} is at ${refused?.address ?? 'no address'}, which is not public`), {
          code: NOT_PUBLIC_CODE,
          syscall: 'getaddrinfo',
        });
        return callback(reason, '', 0);
      }
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };

export const lookupPublic: LookupFunction = publicLookup();

/**
 * By DNS alone, with a deadline. The machine's way holds one of a process's few threads until the name server answers: names whose servers
 * are slow would stop everybody's connections, and files.
 */
export const resolveByDns = (resolver = new promises.Resolver({ timeout: 2_000, tries: 2 })): Resolve => {
  const ask = async (name: string): Promise<LookupAddress[]> => {
    const asked = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = asked.flatMap((answer, n) =>
      answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family: n ? 6 : 4 })) : [],
    );
    if (found.length > 0) return found;
    const isLate = asked.some((answer) => answer.status === 'rejected' && (answer.reason as { code?: string }).code === TIMEOUT);
    throw Object.assign(new Error(`${name} has no address`), { code: isLate ? 'ETIMEDOUT' : 'ENOTFOUND', syscall: 'query' });
  };
  return (name, _options, callback) => {
    ask(name).then(
      (addresses) => callback(null, addresses),
      (error: Error) => callback(error, []),
    );
  };
};
