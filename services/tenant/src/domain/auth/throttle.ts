/** How failures are counted. */
export interface Bound {
  /** Failures without a lock. */
  free: number;
  /** The longest lock. */
  longestMs: number;
}

const MINUTE_MS = 60_000;

/**
 * - `pair`: one account from one network address. A guesser slows only themselves down.
 * - `known`: the same for an address where the account has signed in before: who shares it with a stranger waits a minute at most.
 * - `address`: one network address, all accounts. It may be a whole office, so it has more free failures.
 * - `account`: one account from everywhere, against guessing from many addresses. A single stranger does not reach it; the lock is short, so
 *   that the owner gets through from anywhere.
 * - `code`, `code-account`, `code-everywhere`: the same for codes of a second factor. Who guesses at them has the password, and three of a million codes are right
 *   at any time, so the locks are long (RFC 6238, section 5.1; RFC 4226, section 7.3). Known addresses obey only the last, higher one of the account.
 */
export const BOUNDS = {
  pair: { free: 5, longestMs: 15 * MINUTE_MS },
  known: { free: 5, longestMs: MINUTE_MS },
  address: { free: 20, longestMs: 15 * MINUTE_MS },
  account: { free: 50, longestMs: MINUTE_MS },
  code: { free: 5, longestMs: 15 * MINUTE_MS },
  'code-account': { free: 10, longestMs: 15 * MINUTE_MS },
  'code-everywhere': { free: 50, longestMs: 15 * MINUTE_MS },
} as const satisfies Record<string, Bound>;
export type ThrottleKind = keyof typeof BOUNDS;

const FIRST_LOCK_MS = 1_000;
/** Failures are forgotten this long after the last one. */
export const FORGIVEN_AFTER_MS = 60 * MINUTE_MS;

/** The lock after a number of failures in a row: 1 s, 2 s, 4 s, ... */
export function lockMs(kind: ThrottleKind, failures: number): number {
  const { free, longestMs } = BOUNDS[kind];
  const beyond = failures - free;
  return beyond < 0 ? 0 : Math.min(longestMs, FIRST_LOCK_MS * 2 ** Math.min(beyond, 20));
}
