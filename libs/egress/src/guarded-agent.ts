import { lookup } from 'node:dns';
import { Agent } from 'undici';
import { isMetadataAddress, isPublicAddress, publicLookup, resolveByDns } from './public-address.js';

/**
 * Connections to hosts that somebody outside chose. The name is resolved once, every address is checked, and the connection goes to a
 * checked address: a name that changes its mind between check and use leads nowhere else. Redirects are never followed, and certificates
 * are verified.
 *
 * @param options.allowPrivate whether addresses inside our own network are allowed too, but for those where clouds keep credentials. Names
 * are then resolved the machine's way, so that `localhost` and /etc/hosts count; otherwise by DNS alone
 * @param options.connectTimeoutMs for DNS, TCP and TLS together
 */
export function guardedAgent(options: {
  allowPrivate: boolean;
  connectTimeoutMs: number;
  resolve?: Parameters<typeof publicLookup>[0];
}): Agent {
  return new Agent({
    connect: {
      timeout: options.connectTimeoutMs,
      lookup: options.allowPrivate
        ? publicLookup(options.resolve ?? lookup, (address) => !isMetadataAddress(address))
        : publicLookup(options.resolve ?? resolveByDns(), isPublicAddress),
    },
    pipelining: 1,
    keepAliveTimeout: 10_000,
  });
}
