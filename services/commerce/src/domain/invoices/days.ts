import { wallOf } from '#wall-clock';

const DAY_MS = 24 * 60 * 60_000;

/** The day on the calendar of a time zone: `2026-11-20`. */
export const dayOf = (at: Date, timeZone: string): string => new Date(wallOf(at.getTime(), timeZone)).toISOString().slice(0, 10);

/** So many days on the calendar after a day; before it, where they are negative. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
