import type { Occurrence } from './counts.js';
import type { RecordedMessage } from './occurrences.js';

/** Where a conversation stands: since when its customer waits, and up to which message it has been answered. */
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
 * Runs a conversation's clock over its next messages: it starts with the first that the customer writes, and stops with the first
 * that answers. A message that comes after its own answer (two processes share the work) starts nothing: that sample is lost rather
 * than wrong.
 */
export function runClock(clock: ResponseClock, messages: readonly RecordedMessage[]): { clock: ResponseClock; occurrences: Occurrence[] } {
  let { waitingSince, waitingSeq, answeredSeq } = clock;
  const occurrences: Occurrence[] = [];
  for (const { direction, author, at, seq, outletId } of [...messages].sort((a, b) => a.seq - b.seq)) {
    if (direction === 'inbound') {
      if (seq > answeredSeq && (waitingSeq === null || seq < waitingSeq)) [waitingSince, waitingSeq] = [at, seq];
    } else if (author !== 'system') {
      if (waitingSince !== null && waitingSeq !== null && seq > waitingSeq) {
        // WhatsApp counts in seconds, we in milliseconds.
        const value = Math.max(0, Date.parse(at) - Date.parse(waitingSince));
        occurrences.push({ at, outletId, metric: 'responses' }, { at, outletId, metric: 'responseMs', value });
        [waitingSince, waitingSeq] = [null, null];
      }
      answeredSeq = Math.max(answeredSeq, seq);
    }
  }
  return { clock: { conversationId: clock.conversationId, waitingSince, waitingSeq, answeredSeq }, occurrences };
}
