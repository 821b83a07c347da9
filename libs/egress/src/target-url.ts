import { isIP } from 'node:net';
import { isMetadataAddress, isPublicAddress } from './public-address.js';

export const MAX_URL_LENGTH = 2_000;

/** Why an address that somebody outside chose is not called. */
export type TargetFault = 'not_a_url' | 'scheme' | 'user_info' | 'port' | 'private_address';

/**
 * What an address says by itself; where its name leads is looked at when it is called. HTTPS, no user or password, port 443 or one from
 * 1024 on, no address inside a private network. An IP address is compared as the URL standard writes it, so that `0x7f.1` is 127.0.0.1.
 *
 * @param options.allowPrivate whether addresses inside our own network, plain HTTP and any port are allowed; where clouds keep credentials is
 * no target all the same
 * @returns the address as it will be called, or what is wrong with it
 */
export function readTarget(text: string, options: { allowPrivate: boolean }): { url: URL } | { fault: TargetFault } {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) return { fault: 'not_a_url' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(options.allowPrivate && url.protocol === 'http:')) return { fault: 'scheme' };
  if (url.username || url.password) return { fault: 'user_info' };
  const port = url.port === '' ? undefined : Number(url.port);
  if (!options.allowPrivate && port !== undefined && port < 1024) return { fault: 'port' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (options.allowPrivate ? isMetadataAddress(host) : isPrivateHost(host)) return { fault: 'private_address' };
  url.hash = '';
  return { url };
}

/** Names that are never public: RFC 6761, section 6.3 (localhost), and those that end inside a network (RFC 6762, RFC 9476). */
const isPrivateHost = (host: string): boolean =>
  isIP(host) ? !isPublicAddress(host) : /(^|\.)(localhost|local|internal|alt)\.?$/.test(host) || !host.replace(/\.$/, '').includes('.');
