import { instantOf, wallOf } from '#wall-clock';

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day on the calendar of a zone at an instant. */
export const dayAt = (at: Date, timeZone: string): string => dayOf(wallOf(at.getTime(), timeZone));

/** When a day begins in a zone: at midnight, or when its clocks first show the day. */
export const startOfDay = (day: string, timeZone: string): Date => new Date(instantOf(Date.parse(day), timeZone));

export const addDays = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY_MS);

export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** The same day so many months later; the last of a month that is too short. Counted from one anchor, so that the 31st comes back. */
export function monthsAfter(anchor: string, months: number): string {
  const [year, month, day] = anchor.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(day, last)));
}
