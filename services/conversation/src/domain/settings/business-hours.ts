import { z } from 'zod';
import { isTimeZone, wallOf } from '#wall-clock';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const day = z.array(z.object({ from: time, to: time })).default([]);

const schema = z.object({
  timezone: z.string().refine(isTimeZone),
  weekly: z.object({ monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day }),
});

/** When people are there, by the clock on the wall. */
export type BusinessHours = z.infer<typeof schema>;

/** Reads an outlet's setting. @returns undefined if there is none or it is invalid: people then count as always there */
export const readBusinessHours = (setting: unknown): BusinessHours | undefined => schema.safeParse(setting).data;

const DAY_MS = 24 * 60 * 60_000;

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

function isOpenAt(hours: BusinessHours, at: number): boolean {
  const wall = wallOf(at, hours.timezone);
  const minutes = (((wall % DAY_MS) + DAY_MS) % DAY_MS) / 60_000;
  return hours.weekly[WEEKDAYS[new Date(wall).getUTCDay()]!].some(({ from, to }) => minutesOf(from) <= minutes && minutes < minutesOf(to));
}

/** Whether people are there: the clock on the wall decides, also in an hour that it shows twice. */
export const isOpen = (hours: BusinessHours, at: Date): boolean => isOpenAt(hours, at.getTime());

/** The instants around `at`, some days each way, at which it may open or close; sorted. */
function boundaries(hours: BusinessHours, at: number, days: number): number[] {
  const { timezone, weekly } = hours;
  const offsetAt = (instant: number): number => wallOf(instant, timezone) - instant;
  const today = Math.floor(wallOf(at, timezone) / DAY_MS) * DAY_MS;
  const found = new Set<number>();
  for (let midnight = today - days * DAY_MS; midnight <= today + days * DAY_MS; midnight += DAY_MS) {
    const [before, after] = [midnight - DAY_MS, midnight + 2 * DAY_MS].map((wall) => wall - offsetAt(wall)) as [number, number];
    const [early, late] = [offsetAt(before), offsetAt(after)];
    for (const { from, to } of weekly[WEEKDAYS[new Date(midnight).getUTCDay()]!]) {
      for (const text of [from, to]) for (const offset of [early, late]) found.add(midnight + minutesOf(text) * 60_000 - offset);
    }
    // An hour that the clock leaves out may be the one in which it opens: then it opens as the clock is moved.
    if (early !== late) found.add(changeBetween(before, after, offsetAt));
  }
  return [...found].sort((a, b) => a - b);
}

/** The instant from which the second offset holds. */
function changeBetween(from: number, to: number, offsetAt: (instant: number) => number): number {
  const before = offsetAt(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

const WEEK = 8;

/** The first instant from `at` on at which people are there. @returns undefined when they never are */
export function nextOpening(hours: BusinessHours, at: Date): Date | undefined {
  if (isOpen(hours, at)) return at;
  const opening = boundaries(hours, at.getTime(), WEEK).find((instant) => instant > at.getTime() && isOpenAt(hours, instant));
  return opening === undefined ? undefined : new Date(opening);
}

/** Since when nobody is there. @returns undefined while people are there; 1970 where they never are */
export function closedSince(hours: BusinessHours | undefined, at: Date): string | undefined {
  if (!hours || isOpen(hours, at)) return undefined;
  const closing = boundaries(hours, at.getTime(), WEEK).findLast(
    (instant) => instant <= at.getTime() && !isOpenAt(hours, instant) && isOpenAt(hours, instant - 1),
  );
  return new Date(closing ?? 0).toISOString();
}

/**
 * By when a person should answer: so many seconds of the clock, counted from the next opening where nobody is there now.
 *
 * @param seconds null where nothing is promised
 * @returns null for no promise, and where nobody ever is there to keep it
 */
export function responseDue(seconds: number | null, hours: BusinessHours | undefined, now: Date): string | null {
  if (seconds === null) return null;
  const from = hours ? nextOpening(hours, now) : now;
  return from ? new Date(from.getTime() + seconds * 1_000).toISOString() : null;
}
