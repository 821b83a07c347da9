import type { Rejected, NotSent, Unknown } from '#whatsapp';

/** What became of one attempt to fetch a customer's file. */
export type FetchOutcome =
  | { outcome: 'stored'; contentType: string; sizeBytes: number; sha256: string }
  /** WhatsApp has it no more. */
  | { outcome: 'gone'; detail: string }
  /** Another attempt would end in the same way. */
  | { outcome: 'refused'; code: string; detail: string }
  | { outcome: 'again'; code: string; detail: string; retryAfterMs?: number };

export type FetchSettlement =
  | { done: 'stored'; contentType: string; sizeBytes: number; sha256: string }
  | { done: 'failed' | 'expired'; error: { code: string; detail: string } }
  | { done: false; delayMs: number };

const FIRST_MS = 1_000;
const MAX_MS = 30 * 60_000;
/** The bytes are not those that were announced: once may be chance, again and again is not. */
const MAX_MISMATCHES = 3;

/**
 * What an attempt's outcome does to a fetch: it is tried again, ever more rarely, for as long as WhatsApp has the file.
 *
 * @param attempts with the one that this is the outcome of
 * @param chance 0..1, spreads attempts that would otherwise meet again
 */
export function settleFetch(
  fetch: { attempts: number; expiresAt: string },
  outcome: FetchOutcome,
  now: Date,
  chance: number,
): FetchSettlement {
  switch (outcome.outcome) {
    case 'stored': {
      const { contentType, sizeBytes, sha256 } = outcome;
      return { done: 'stored', contentType, sizeBytes, sha256 };
    }
    case 'gone':
      return { done: 'expired', error: { code: 'expired', detail: outcome.detail } };
    case 'refused':
      return { done: 'failed', error: { code: outcome.code, detail: outcome.detail } };
    case 'again': {
      const leftMs = Date.parse(fetch.expiresAt) - now.getTime();
      if (leftMs <= 0) {
        const detail = `the file could not be fetched within the seven days that WhatsApp keeps files: ${outcome.detail}`;
        return { done: 'expired', error: { code: 'expired', detail } };
      }
      if (outcome.code === MISMATCH && fetch.attempts >= MAX_MISMATCHES) {
        return { done: 'failed', error: { code: outcome.code, detail: outcome.detail } };
      }
      const backoffMs = Math.min(FIRST_MS * 2 ** Math.min(fetch.attempts - 1, 20), MAX_MS);
      const delayMs = Math.round(Math.max(backoffMs, outcome.retryAfterMs ?? 0) * (1 + chance / 2));
      return { done: false, delayMs: Math.min(delayMs, leftMs) };
    }
  }
}

export const MISMATCH = 'hash_mismatch';

/**
 * What it means for a file that Graph did not give it.
 *
 * 100 with sub-code 33, a 404 and 131052 are said of an id that has ended, or that never was ours. What concerns the token, the account or
 * a rate passes, or is put right by somebody, while the file waits at WhatsApp.
 */
export function notGiven(result: Rejected | NotSent | Unknown): Exclude<FetchOutcome, { outcome: 'stored' }> {
  if (result.outcome !== 'rejected') {
    const refused = result.outcome === 'not_sent' && (result.reason === 'host_not_allowed' || result.reason === 'request_not_valid');
    return refused
      ? { outcome: 'refused', code: 'address_refused', detail: result.detail }
      : { outcome: 'again', code: 'unreachable', detail: result.detail };
  }
  const { error } = result;
  const detail = `${error.title}${error.details ? `: ${error.details}` : ''}`;
  const isGone = error.httpStatus === 404 || error.code === 131052 || (error.code === 100 && error.subcode === 33);
  if (isGone) return { outcome: 'gone', detail: 'WhatsApp no longer has this file. Ask the customer to send it again.' };
  if (error.class === 'permanent') return { outcome: 'refused', code: 'refused_by_whatsapp', detail };
  return { outcome: 'again', code: 'not_given', detail, ...(error.retryAfterMs ? { retryAfterMs: error.retryAfterMs } : {}) };
}
