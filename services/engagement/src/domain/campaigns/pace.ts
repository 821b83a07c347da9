/** A pace begins with this part of the whole. */
const FIRST_PART = 0.1;

export interface Purse {
  /** Messages that may leave now. */
  tokens: number;
  /** When they were counted; Unix milliseconds, null before the first. */
  at: number | null;
}

/** Messages a second, so long after the start. */
export function rateAt(sinceStartMs: number, { perSecond, rampUpMinutes }: { perSecond: number; rampUpMinutes: number }): number {
  if (rampUpMinutes <= 0) return perSecond;
  const part = Math.min(1, Math.max(0, sinceStartMs) / (rampUpMinutes * 60_000));
  return perSecond * (FIRST_PART + (1 - FIRST_PART) * part);
}

/**
 * What may leave by now: a second's worth at most, so that a pause of the process makes no burst, and so that a campaign that is paused has
 * no more than a second's worth under way.
 *
 * @param now Unix milliseconds; a clock that went back adds nothing
 */
export function refill({ tokens, at }: Purse, rate: number, now: number): Purse {
  const most = Math.max(1, rate);
  if (at === null) return { tokens: most, at: now };
  return { tokens: Math.min(most, tokens + (rate * Math.max(0, now - at)) / 1_000), at: now };
}
