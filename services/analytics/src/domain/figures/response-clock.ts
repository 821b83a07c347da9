import type { Occurrence } from './counts.js';
import type { RecordedMessage } from './occurrences.js';

/** Since when the customer of a conversation waits, and up to which message it is answered. */
export interface ResponseClock {
  conversationId: string;
  /** Null when nobody waits. */
  waitingSince: string | null;
  waitingSeq: number | null;
  answeredSeq: number;
}

export const newClock = (conversationId: string): ResponseClock => ({
  conversationId,
  waitingSince: null,
  waitingSeq: null,
  answeredSeq: 0,
});

/**
 * Runs a conversation's clock over its next messages: the customer's first message starts it, the first answer stops it.
 * A message that arrives after its own answer (two processes share the work) does not start it: better no sample than a wrong one.
 */
export function runClock(clock: ResponseClock, messages: readonly RecordedMessage[]): { clock: ResponseClock; occurrences: Occurrence[] } {
  let { waitingSince, waitingSeq, answeredSeq } = clock;
  const occurrences: Occurrence[] = [];
  for (const { direction, author, at, seq, outletId } of [...messages].sort((a, b) => a.seq - b.seq)) {
    if (direction === 'inbound') {
      if (seq > answeredSeq && (waitingSeq === null || seq < waitingSeq)) [waitingSince, waitingSeq] = [at, seq];
    } else if (author !== 'system') {
      if (waitingSince !== null && waitingSeq !== null && seq > waitingSeq) {
        // WhatsApp's times are in seconds, ours in milliseconds: an answer may seem older than its question.
        const value = Math.max(0, Date.parse(at) - Date.parse(waitingSince));
        occurrences.push({ at, outletId, metric: 'responses' }, { at, outletId, metric: 'responseMs', value });
        [waitingSince, waitingSeq] = [null, null];
      }
      answeredSeq = Math.max(answeredSeq, seq);
    }
  }
  return { clock: { conversationId: clock.conversationId, waitingSince, waitingSeq, answeredSeq }, occurrences };
}
