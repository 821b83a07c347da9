/** What failures are counted by, and how. */
export interface Bound {
  /** Failures that cost nothing. */
  free: number;
  /** The longest that nobody may try afterwards. */
  longestMs: number;
}

const MINUTE_MS = 60_000;

/**
 * - `pair`: of one account from one network address. Somebody who guesses slows themselves and nobody else.
 * - `known`: the same where the account has signed in from before: whoever shares the address with a stranger waits a minute at most.
 * - `address`: of one network address over all accounts. It may be a whole office behind one router, so it has more of them.
 * - `account`: of one account from everywhere, for those who guess from many addresses. What one stranger does from a few does not reach it,
 *   and then it slows, so that its owner gets through from wherever they are.
 */
export const BOUNDS = {
  pair: { free: 5, longestMs: 15 * MINUTE_MS },
  known: { free: 5, longestMs: MINUTE_MS },
  address: { free: 20, longestMs: 15 * MINUTE_MS },
  account: { free: 50, longestMs: MINUTE_MS },
} as const satisfies Record<string, Bound>;
export type ThrottleKind = keyof typeof BOUNDS;

const FIRST_LOCK_MS = 1_000;
/** So long after its last failure everything is forgotten. */
export const FORGIVEN_AFTER_MS = 60 * MINUTE_MS;

/** How long nobody may try after so many failures in a row: 1 s, 2 s, 4 s, ... */
export function lockMs(kind: ThrottleKind, failures: number): number {
  const { free, longestMs } = BOUNDS[kind];
  const beyond = failures - free;
  return beyond < 0 ? 0 : Math.min(longestMs, FIRST_LOCK_MS * 2 ** Math.min(beyond, 20));
}
