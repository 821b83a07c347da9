import { EVENTS } from '#contracts';

const DAY_MS = 24 * 60 * 60_000;
/**
 * Consumers remember events for 14 days; later they would process one again. A consumer may have processed it up to 3 days (the age of the
 * streams) before another one gave it up; one day is the margin.
 */
const REPLAYABLE_FOR_MS = 10 * DAY_MS;

export interface Obstacle {
  code: 'unreadable' | 'unknown_event' | 'too_old';
  detail: string;
}

/**
 * Why the event of a dead letter cannot be published again; undefined if it can.
 *
 * @param letter.subject null if the envelope cannot be read
 * @param letter.firstAt when the event died first, ISO 8601
 * @param now Unix milliseconds
 */
export function obstacleOf(letter: { subject: string | null; firstAt: string }, now: number): Obstacle | undefined {
  if (letter.subject === null)
    return { code: 'unreadable', detail: 'the envelope cannot be read; the producer must publish the event anew' };
  if (!EVENTS.some((event) => event.subject === letter.subject)) {
    return { code: 'unknown_event', detail: `no event has the subject ${letter.subject}` };
  }
  if (now - Date.parse(letter.firstAt) > REPLAYABLE_FOR_MS) {
    return { code: 'too_old', detail: 'it died more than 10 days ago: other consumers may have forgotten that they processed it' };
  }
  return undefined;
}
