/**
 * When Meta tries a webhook again: at once, then ever more rarely, for up to seven days (Meta, "Webhooks", 2026-09).
 * The page gives no figures between; these keep the shape and are short enough to watch.
 */
const FIRST_DELAYS_MS = [0, 1_000, 2_000, 5_000, 10_000];
const LONGEST_DELAY_MS = 60 * 60 * 1000;
export const GIVE_UP_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

/** Milliseconds before the next attempt after `failures` failed ones (1 = the first failure). */
export function retryDelayMs(failures: number): number {
  const known = FIRST_DELAYS_MS[failures - 1];
  if (known !== undefined) return known;
  return Math.min(10_000 * 2 ** (failures - FIRST_DELAYS_MS.length), LONGEST_DELAY_MS);
}
