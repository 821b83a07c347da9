/** Days in UTC as `2026-11-20`, both included. */
export interface Period {
  from: string;
  to: string;
}

const DAY_MS = 24 * 60 * 60_000;
const MAX_DAYS = 366;
const DEFAULT_DAYS = 30;

const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The calendar month around a day, which is what plans count in. */
export function monthOf(day: string): Period {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return { from: `${day.slice(0, 7)}-01`, to: dayAt(Date.UTC(year, month, 0)) };
}

/**
 * The period that is asked for; by default the 30 days that end today.
 *
 * @returns the fault in place of a period that ends before it begins or is longer than 366 days
 */
export function askedPeriod(asked: { from?: string | undefined; to?: string | undefined }, today: string): Period | { fault: string } {
  const to = asked.to ?? (asked.from && asked.from > today ? asked.from : today);
  const from = asked.from ?? dayAt(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS);
  if (from > to) return { fault: 'from must not be after to' };
  if (Date.parse(to) - Date.parse(from) >= MAX_DAYS * DAY_MS) return { fault: `from and to may be ${MAX_DAYS} days apart at most` };
  return { from, to };
}
