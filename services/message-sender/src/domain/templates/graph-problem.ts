import type { GraphResult } from '#whatsapp';

/** Why Graph refused or did not answer, for whoever asked. */
export interface GraphProblem {
  status: 422 | 503;
  code:
    | 'whatsapp_token_expired'
    | 'whatsapp_token_invalid'
    | 'whatsapp_permission_missing'
    | 'whatsapp_account_restricted'
    | 'whatsapp_rate_limited'
    | 'whatsapp_refused'
    | 'whatsapp_unavailable';
  detail: string;
  /** Only where WhatsApp is asked too often. */
  retryAfterMs?: number | undefined;
}

/** Source: Meta, error codes of the management API: the name and language exist already. */
export const alreadyExists = (result: GraphResult<unknown>): boolean =>
  result.outcome === 'rejected' && (result.error.subcode === 2388024 || result.error.subcode === 2388023);

/** The template is gone at WhatsApp. */
export const isGone = (result: GraphResult<unknown>): boolean =>
  result.outcome === 'rejected' && result.error.code === 100 && (result.error.subcode === 33 || result.error.subcode === 2593002);

/** @returns undefined for a good answer */
export function graphProblem(result: GraphResult<unknown>, accessToken: string): GraphProblem | undefined {
  if (result.outcome === 'ok') return undefined;
  if (result.outcome === 'unknown') {
    return {
      status: 503,
      code: 'whatsapp_unavailable',
      detail: 'WhatsApp did not answer in time; it may have been done. Synchronise to see.',
    };
  }
  if (result.outcome === 'not_sent') {
    return { status: 503, code: 'whatsapp_unavailable', detail: 'WhatsApp could not be reached; nothing was changed. Try again shortly.' };
  }
  const { error } = result;
  // Graph repeats a malformed token in its message.
  const said = (error.details ?? error.message ?? '').replaceAll(accessToken, '…');
  const detail = error.class === 'permanent' && said ? `WhatsApp refused: ${said.slice(0, 500)}` : `${error.title}. ${error.advice}`;
  switch (error.class) {
    case 'auth':
      if (error.code === 190 && error.subcode === 463) return { status: 422, code: 'whatsapp_token_expired', detail };
      return {
        status: 422,
        code: error.code === 190 || error.code === 0 ? 'whatsapp_token_invalid' : 'whatsapp_permission_missing',
        detail,
      };
    case 'wait':
      return { status: 503, code: 'whatsapp_rate_limited', detail, retryAfterMs: error.retryAfterMs };
    case 'retry':
      return { status: 503, code: 'whatsapp_unavailable', detail };
    case 'stop':
      return { status: 422, code: 'whatsapp_account_restricted', detail };
    default:
      return { status: 422, code: 'whatsapp_refused', detail };
  }
}
