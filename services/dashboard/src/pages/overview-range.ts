export const RANGES = ['today', 'yesterday', '7', '30', 'custom'] as const;
export type Range = (typeof RANGES)[number];

/** Days as `2026-11-20`, both included. */
export interface Days {
  from: string;
  to: string;
}

const DAY_MS = 24 * 60 * 60_000;
/** As many as the service answers at once. */
export const MAX_DAYS = 366;

export const isRange = (value: string | null): value is Range => RANGES.some((range) => range === value);

/** The day of a moment, as the clocks here show it. */
export const dayOf = (at: Date): string =>
  [at.getFullYear(), String(at.getMonth() + 1).padStart(2, '0'), String(at.getDate()).padStart(2, '0')].join('-');

/** @returns the day that many days later, or earlier */
export const shift = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

const isDay = (value: string | null): value is string =>
  value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

/**
 * The days of a range. Those of one's own that make no sense are brought to the nearest that do: none lies after today, none after
 * the end, and there are at most {@link MAX_DAYS}.
 */
export function daysOf(range: Range, today: string, asked: { from: string | null; to: string | null }): Days {
  if (range === 'yesterday') return { from: shift(today, -1), to: shift(today, -1) };
  if (range === '7' || range === '30') return { from: shift(today, 1 - Number(range)), to: today };
  if (range === 'today') return { from: today, to: today };
  const to = isDay(asked.to) && asked.to <= today ? asked.to : today;
  const from = isDay(asked.from) && asked.from <= to ? asked.from : to;
  const first = shift(to, 1 - MAX_DAYS);
  return { from: from < first ? first : from, to };
}
