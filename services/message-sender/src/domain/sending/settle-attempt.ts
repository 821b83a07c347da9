import { classifyError, type ClassifiedError, type OutboundProblem, type SendResult } from '#whatsapp';
import { LATE_DENIALS, type LateDenial } from '../gate/leaving.js';
import { holdFor, type HoldRequest, type Place } from '../holds/hold.js';
import { isFurther, type MessageError, type MessageProgress } from '../queue/message.js';

/** What became of one attempt: Graph's answer or its absence, or why no request was made. */
export type AttemptOutcome =
  | SendResult
  | { outcome: 'content_invalid'; problems: OutboundProblem[] }
  | { outcome: 'no_token'; code: 'token_missing' | 'token_unreadable' }
  /** The outlet was removed after the message was asked for. */
  | { outcome: 'outlet_gone' }
  | KeptBack
  /** The business has reached as many customers as it may in a day: when the next one may be. */
  | { outcome: 'over_budget'; waitMs: number }
  /** WhatsApp does not have the files yet that the message refers to. */
  | { outcome: 'media_missing'; mediaIds: readonly string[] };

/** Why a request was not made that was ready: the gate does not let the message leave any more, or this is not the moment. */
export type KeptBack = { outcome: 'denied'; reason: LateDenial } | Extract<SendResult, { outcome: 'not_sent' }>;

export interface Settlement {
  progress: MessageProgress;
  /** When it may leave again, if it is back in the queue. */
  delayMs?: number;
  hold?: HoldRequest;
  /** Whether the state is news for others. */
  announce: boolean;
}

/** A retry after a connection that failed: no attempt is counted, Graph never saw it. */
const RECONNECT_MS = 250;
const MAX_RECONNECT_MS = 10_000;
const MAX_ATTEMPTS = 4;
/** Of ours: WhatsApp was not asked, and so has no code. */
const OUTLET_GONE: MessageError = {
  code: 0,
  title: 'The number was removed',
  details: 'It was not sent: the number was removed before the message left.',
  advice: 'Send it from another number.',
};
/** The end of the upload wakes the message earlier; if that signal is lost, the message asks again. */
const MEDIA_WAIT_MS = 5 * 60_000;

/**
 * What an attempt's outcome does to its message.
 *
 * A status webhook may have been faster than the answer, and another process may have given the attempt up meanwhile: `accepted` counts
 * in any case, since the message did leave; every other outcome only for the attempt that is still open.
 *
 * @param claim which attempt this is the outcome of
 * @param chance 0..1, spreads retries that would otherwise meet again
 * @returns undefined when the outcome changes nothing
 */
export function settleAttempt(
  message: MessageProgress,
  claim: number,
  place: Place,
  outcome: AttemptOutcome,
  chance: number,
): Settlement | undefined {
  if (outcome.outcome === 'accepted') {
    const accepted = isFurther('accepted', message.state);
    if (!accepted && message.wamid !== null) return undefined;
    return {
      progress: { ...message, wamid: message.wamid ?? outcome.wamid, ...(accepted ? { state: 'accepted', errors: [] } : {}) },
      announce: accepted,
    };
  }
  if (message.claim !== claim || (message.state !== 'sending' && message.state !== 'unknown')) return undefined;
  switch (outcome.outcome) {
    case 'rejected':
      return settleRefusal(message, outcome.error, place, chance);
    case 'unknown':
      return message.state === 'unknown' ? undefined : { progress: { ...message, state: 'unknown' }, announce: true };
    case 'not_sent':
      // An id or a token that cannot be put into a request: the outlet's settings are at fault, not the message.
      if (outcome.reason === 'request_not_valid' || outcome.reason === 'host_not_allowed') {
        return requeue(message, {
          hold: unusable(place, 'request_not_valid', 'The outlet cannot be used', 'Correct its phone number id and access token.'),
        });
      }
      return requeue(message, { delayMs: spread(Math.min(RECONNECT_MS * 2 ** Math.min(message.claim - 1, 8), MAX_RECONNECT_MS), chance) });
    case 'no_token':
      return requeue(message, {
        hold: unusable(place, outcome.code, 'No usable access token', 'Reconnect the outlet; queued messages are held.'),
      });
    case 'over_budget':
      return requeue(message, { hold: overBudget(place, outcome.waitMs) });
    case 'media_missing':
      return requeue(message, { delayMs: MEDIA_WAIT_MS });
    case 'denied':
      return failedWith(message, LATE_DENIALS[outcome.reason]);
    case 'outlet_gone':
      return failedWith(message, OUTLET_GONE);
    case 'content_invalid':
      return {
        progress: {
          ...message,
          state: 'failed',
          failed: true,
          // 100 is what Graph would have answered.
          errors: [
            {
              code: 100,
              title: 'Parameter not accepted',
              details: outcome.problems.map(({ field, message: fault }) => `${field}: ${fault}`).join('; '),
              advice: 'Correct the fields named in the details.',
            },
          ],
        },
        announce: true,
      };
  }
}

function settleRefusal(message: MessageProgress, error: ClassifiedError, place: Place, chance: number): Settlement {
  const refused = { ...message, errors: [messageError(error)] };
  switch (error.class) {
    case 'permanent':
      return { progress: { ...refused, state: 'failed', failed: true }, announce: true };
    case 'retry': {
      const attempts = message.refusals + 1;
      if (attempts >= (error.maxAttempts ?? MAX_ATTEMPTS)) {
        return { progress: { ...refused, refusals: attempts, state: 'failed', failed: true }, announce: true };
      }
      return requeue({ ...refused, refusals: attempts }, { delayMs: delay(error, attempts, chance) });
    }
    case 'wait': {
      const waits = message.waits + 1;
      const delayMs = delay(error, waits, chance);
      const hold = holdFor(error, place, delayMs);
      return requeue({ ...refused, waits }, hold ? { hold } : { delayMs });
    }
    case 'auth':
    case 'stop':
      return requeue(refused, { hold: holdFor(error, place) });
  }
}

const failedWith = (message: MessageProgress, error: MessageError): Settlement => ({
  progress: { ...message, state: 'failed', failed: true, errors: [error] },
  announce: true,
});

const requeue = (message: MessageProgress, rest: { delayMs?: number; hold?: HoldRequest }): Settlement => ({
  progress: { ...message, state: 'queued' },
  announce: false,
  ...rest,
});

/** Only the template waits: what is answered in a conversation goes on. */
const overBudget = (place: Place, delayMs: number): HoldRequest => ({
  ...(place.wabaId && place.template
    ? { scope: 'template', key: `${place.wabaId}:${place.template}` }
    : { scope: 'number', key: place.outletId }),
  kind: 'wait',
  code: 'messaging_limit',
  title: 'As many customers reached as WhatsApp allows in 24 hours',
  advice: 'It goes on by itself as the hours pass. WhatsApp raises the limit of a business that sends much of good quality.',
  delayMs,
});

const unusable = (place: Place, code: string, title: string, advice: string): HoldRequest => ({
  scope: 'number',
  key: place.outletId,
  kind: 'auth',
  code,
  title,
  advice,
  ...(place.sealedToken ? { sealedToken: place.sealedToken } : {}),
});

/** The table's back-off for this attempt (pair: 4^n s), or what Meta asked for if that is longer. */
function delay(error: ClassifiedError, attempt: number, chance: number): number {
  const table = classifyError({ code: error.code, subcode: error.subcode, httpStatus: error.httpStatus, attempt }).retryAfterMs ?? 0;
  return spread(Math.max(table, error.retryAfterMs ?? 0), chance);
}

/** Delays only grow: WhatsApp restarts a rate limit that is met too early. */
const spread = (delayMs: number, chance: number): number => Math.round(delayMs * (1 + chance / 4));

/** As it is stored and told: Meta's facts and our advice. */
export const messageError = (error: Pick<ClassifiedError, 'code' | 'title' | 'details' | 'advice'>): MessageError => ({
  code: error.code ?? 0,
  title: error.title,
  ...(error.details ? { details: error.details } : {}),
  advice: error.advice,
});
