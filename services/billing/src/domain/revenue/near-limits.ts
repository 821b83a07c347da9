import type { Meter } from '../plans/plan.js';

/** From which part of a limit on a tenant is told to be near it, in thousandths. */
export const NEAR = 800;

export interface NearLimit {
  meter: Meter;
  limit: number;
  used: number;
  /** Thousandths of the limit, 9,999 at most. */
  share: number;
}

/** @param meters what is used, with what is under way; null means no limit, and of a limit of nothing nobody is near */
export const nearLimits = (meters: readonly { meter: Meter; limit: number | null; used: number }[]): NearLimit[] =>
  meters.flatMap(({ meter, limit, used }) => {
    if (limit === null || limit === 0) return [];
    const share = Math.min(9_999, Math.floor((used * 1_000) / limit));
    return share >= NEAR ? [{ meter, limit, used, share }] : [];
  });
