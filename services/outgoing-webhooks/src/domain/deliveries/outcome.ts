/** What became of one request to a receiver. */
export interface Attempt {
  /** Absent where no answer came. */
  statusCode?: number;
  /** Why there is none, or why it does not count. */
  error?: string;
  /** The beginning of what the receiver answered. */
  answer?: string;
  durationMs: number;
  /** What the receiver asked for by Retry-After. */
  retryAfterMs?: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after the first failure, the second and so on: Standard Webhooks, "Retry schedule". Together three days and some hours. */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** No delivery is given up sooner, however quickly its attempts are spent. */
const PATIENCE_MS = 3 * 24 * HOUR;
/** An endpoint that failed for less was not away: what failed there was one delivery, which keeps its pauses. */
const AWAY_MS = 15 * MINUTE;
const MAX_RETRY_AFTER_MS = 24 * HOUR;
const JITTER = 0.1;

export type Outcome =
  | { kind: 'delivered' }
  /** isAsked: the receiver named the pause. */
  | { kind: 'again'; afterMs: number; isAsked: boolean }
  | { kind: 'failed' }
  | { kind: 'gone' };

export const isSuccess = ({ statusCode, error }: Attempt): boolean =>
  !error && statusCode !== undefined && statusCode >= 200 && statusCode < 300;

/**
 * 2xx is success, 410 ends the endpoint, all else is tried again (Standard Webhooks, "Success or failure") until the pauses are used up and
 * three days are over: what was brought forward has had its attempts sooner, and goes on with the last pause.
 * A receiver may ask for a longer pause, of a day at most; a shorter one would use up the attempts while it is still away.
 *
 * @param before attempts made before this one, and for how long the delivery has waited
 * @param random from 0 to 1, spreads attempts that failed together
 */
export function outcomeOf(attempt: Attempt, before: { attempts: number; waitedMs: number }, random: number): Outcome {
  if (isSuccess(attempt)) return { kind: 'delivered' };
  if (attempt.statusCode === 410) return { kind: 'gone' };
  if (before.attempts >= PAUSES_MS.length && before.waitedMs >= PATIENCE_MS) return { kind: 'failed' };
  const pause = PAUSES_MS[Math.min(before.attempts, PAUSES_MS.length - 1)]!;
  const spread = Math.round(pause * (1 - JITTER + 2 * JITTER * random));
  const askedMs = Math.min(attempt.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  return { kind: 'again', afterMs: Math.max(spread, askedMs), isAsked: askedMs > spread };
}

/** Whether an endpoint that answers now was away before, so that what waits for its next attempt may come at once. */
export const wasAway = (failingSince: string | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - Date.parse(failingSince) >= AWAY_MS;

/** @param value of the header: seconds or a date (RFC 9110, section 10.2.3) @returns undefined where it is neither, or past */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (!value) return undefined;
  const ms = /^\d{1,9}$/.test(value.trim()) ? Number(value) * SECOND : Date.parse(value) - now;
  return ms > 0 ? ms : undefined;
}

/** Whether an endpoint that has only failed for so long is switched off. */
export const isGivenUp = (failingSince: string | null, now: Date, days: number): boolean =>
  failingSince !== null && now.getTime() - Date.parse(failingSince) >= days * 24 * HOUR;
