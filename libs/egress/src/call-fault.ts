import { NOT_PUBLIC_CODE } from './public-address.js';

/** Words for what went wrong before an answer came, by the codes of Node and undici. */
const FAULTS: readonly (readonly [codes: RegExp, word: string])[] = [
  [/TIMEOUT|^ETIMEDOUT$|^AbortError$/, 'timeout'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'unknown_host'],
  [/^ECONNREFUSED$/, 'refused'],
  [/CERT|SELF_SIGNED|^ERR_TLS|^ERR_SSL|EPROTO|UNABLE_TO_/, 'certificate'],
];

/** Why a call got no answer, in one stable word: timeout, unknown_host, refused, certificate, private_address or connection. */
export function callFault(error: unknown): string {
  const { code, name, cause } = error as { code?: string; name?: string; cause?: { code?: string } };
  const said = name === 'TimeoutError' ? 'ETIMEDOUT' : (code ?? cause?.code ?? name ?? '');
  if (said === NOT_PUBLIC_CODE) return 'private_address';
  return FAULTS.find(([codes]) => codes.test(said))?.[1] ?? 'connection';
}
