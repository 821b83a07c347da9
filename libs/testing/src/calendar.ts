const DAY_MS = 24 * 60 * 60_000;

/** The day (UTC) that lies so many days back, as `2026-11-20`: a test by the real clock has no fixed days. */
export const dayBefore = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);

/** For what is counted by day or month until now: begins behind the next midnight (UTC) when that is too near for a test to end before it. */
export async function awayFromMidnight(neededMs = 10_000): Promise<void> {
  const leftMs = DAY_MS - (Date.now() % DAY_MS);
  if (leftMs < neededMs) await new Promise((resolve) => setTimeout(resolve, leftMs + 50));
}
