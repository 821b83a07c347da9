import { EVENTS } from '#contracts';

const DAY_MS = 24 * 60 * 60_000;
/**
 * Inboxes remember an event for 14 days; afterwards a consumer that has processed it would do so again. It may have done so up to 3 days,
 * the age of the streams, before another one gave the event up; and a day is the margin.
 */
const REPLAYABLE_FOR_MS = 10 * DAY_MS;

export interface Obstacle {
  code: 'unreadable' | 'unknown_event' | 'too_old';
  detail: string;
}

/**
 * Why the event of a dead letter cannot be published again; undefined when it can.
 *
 * @param letter.subject null when the envelope cannot be read
 * @param letter.firstAt when the event died first, ISO 8601
 * @param now Unix milliseconds
 */
export function obstacleOf(letter: { subject: string | null; firstAt: string }, now: number): Obstacle | undefined {
  if (letter.subject === null) return { code: 'unreadable', detail: 'the envelope cannot be read; the producer must tell it anew' };
  if (!EVENTS.some((event) => event.subject === letter.subject)) {
    return { code: 'unknown_event', detail: `no event has the subject ${letter.subject}` };
  }
  if (now - Date.parse(letter.firstAt) > REPLAYABLE_FOR_MS) {
    return { code: 'too_old', detail: 'it died more than 10 days ago: other consumers may no longer know that they have processed it' };
  }
  return undefined;
}
