import { isDay } from '#contracts';
import { askZones, localInstant, type Zones } from '#wall-clock';

/** When a message is to leave, as a program wrote it: an instant, or a time on the clock of whoever gets it. */
export type SendAt = { instant: number } | { localTime: string; date?: string };

export interface SendAtProblem {
  field: string;
  code: 'not_valid';
  message: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A request that took long, and a clock that is slow, schedule nothing for the past. */
const TOLERANCE_MS = MINUTE_MS;
/** A file that we keep and a template that stands today may be gone later. */
const MOST_DAYS = 90;

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

const invalid = (field: string, message: string): { problem: SendAtProblem } => ({ problem: { field, code: 'not_valid', message } });

/**
 * Reads `sendAt` of a request.
 *
 * @param given a time with its offset (RFC 3339), or `{ localTime: "09:00", date?: "2026-12-24" }` @returns what it says, or what is wrong
 */
export function readSendAt(given: unknown): SendAt | { problem: SendAtProblem } {
  if (typeof given === 'string') {
    const day = INSTANT.exec(given)?.[1];
    const instant = Date.parse(given);
    if (day !== undefined && isDay(day) && !Number.isNaN(instant)) return { instant };
    return invalid('sendAt', 'must be a time with its offset, such as 2026-12-24T09:00:00+01:00, or { localTime, date? }');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return invalid('sendAt', 'must be a time with its offset, such as 2026-12-24T09:00:00+01:00, or { localTime, date? }');
  }
  const { localTime, date, ...others } = given as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) return invalid(`sendAt.${other}`, 'is not known; sendAt has localTime and date');
  if (typeof localTime !== 'string' || !TIME.test(localTime)) {
    return invalid('sendAt.localTime', 'must be a time of the day, such as 09:00');
  }
  if (date === undefined) return { localTime };
  if (typeof date !== 'string' || !isDay(date)) return invalid('sendAt.date', 'must be a day, such as 2026-12-24');
  return { localTime, date };
}

/**
 * When a message is to leave. A country counts if all its clocks show the same then, as those of Germany do and those of Brazil do not.
 *
 * @param now both in Unix milliseconds
 * @returns the instant, or that it is past, or more than 90 days ahead
 */
export function instantToSend(sendAt: SendAt, zones: Zones, now: number): { at: number } | { refused: 'past' | 'too_far' } {
  const at = 'instant' in sendAt ? sendAt.instant : askZones(zones, (zone) => localInstant(zone, sendAt, now));
  if (at < now - TOLERANCE_MS) return { refused: 'past' };
  return at > now + MOST_DAYS * DAY_MS ? { refused: 'too_far' } : { at };
}
