const DAY_MS = 86_400_000;

export interface Forecast {
  /** How much is used at the end of the period, if it goes on like this. */
  used: number;
  /** The day (UTC) on which the limit is reached, where that is inside the period. */
  fullOn: string | null;
}

/**
 * Where a meter of a period ends if as much is used a day as until now.
 *
 * @param period days in UTC, both included @param now in milliseconds
 * @returns undefined on the first day, of which nothing follows, and where nothing was used
 */
export function forecast(used: number, limit: number | null, period: { from: string; to: string }, now: number): Forecast | undefined {
  const begin = Date.parse(period.from);
  const end = Date.parse(period.to) + DAY_MS;
  const elapsed = now - begin;
  if (used <= 0 || elapsed < DAY_MS || now >= end) return undefined;
  const atEnd = Math.round((used * (end - begin)) / elapsed);
  const full = limit === null || limit <= used || atEnd <= limit ? null : new Date(begin + (elapsed * limit) / used);
  return { used: atEnd, fullOn: full && full.getTime() < end ? full.toISOString().slice(0, 10) : null };
}
