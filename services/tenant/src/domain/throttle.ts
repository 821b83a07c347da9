/**
 * Failures that cost nothing. An address may be that of a whole office behind one router, so it has more of them; its failures are
 * then counted over all accounts.
 */
export const FREE_FAILURES = { account: 5, address: 20 } as const;
export type ThrottleKind = keyof typeof FREE_FAILURES;

const FIRST_LOCK_MS = 1_000;
const LONGEST_LOCK_MS = 15 * 60_000;
/** So long after its last failure everything is forgotten. */
export const FORGIVEN_AFTER_MS = 60 * 60_000;

/** How long nobody may try after so many failures in a row: 1 s, 2 s, 4 s, ... 15 min. */
export function lockMs(kind: ThrottleKind, failures: number): number {
  const beyond = failures - FREE_FAILURES[kind];
  return beyond < 0 ? 0 : Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(beyond, 20));
}
