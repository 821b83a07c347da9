import type { Author } from '#contracts';
import { beginningOf, endOf } from '../threads/event-text.js';
import { spoken, UNSEEN_TYPES } from '../threads/inbound-message.js';

/** A reply to request, valid under this epoch only. */
export interface DueReply {
  tenantId: string;
  conversationId: string;
  epoch: number;
}

export interface Turn {
  seq: number;
  author: Author;
  type: string;
  text: string | null;
  wamid: string | null;
  /** When it was written. */
  at: string;
}

/** The newest of a conversation that are looked at; longer bursts are cut. */
export const MAX_TURNS = 60;

export interface Question {
  /** The newest of it, where the customer wrote very much. */
  question: string;
  /** Of the newest message in it. */
  wamid: string;
  history: { author: Author; text: string }[];
  customerName?: string;
  /** The type of the newest message in it that has to be looked at or listened to. */
  unseen?: string;
}

// So much, and no more, whatever was written: it travels in one event.
const QUESTION_LIMIT = 8_000;
const HISTORY_TURNS = 10;
const HISTORY_TURN_LIMIT = 1_000;
const NAME_LIMIT = 200;

/**
 * Where the customer's last burst begins: what was written since somebody answered, or right before somebody did. What the system says by itself
 * answers nothing.
 *
 * @param turns in the order in which they came
 * @returns undefined where the customer wrote nothing
 */
export function lastBurstFrom(turns: readonly Turn[]): number | undefined {
  const spoken = turns.filter(({ author }) => author !== 'system');
  const end = spoken.findLastIndex(({ author }) => author === 'customer');
  if (end < 0) return undefined;
  const before = spoken.slice(0, end).findLastIndex(({ author }) => author !== 'customer');
  return spoken[before + 1]!.seq;
}

/**
 * What to ask the bot: the customer's messages since the last answer, and what was said before them.
 *
 * @param turns in the order in which they came; the customer's are asked in the order in which they were written, by the second
 * @returns undefined when no customer message waits for an answer
 */
export function composeQuestion(turns: readonly Turn[], unansweredFromSeq: number, contactName: string | null): Question | undefined {
  const isAsked = (turn: Turn): boolean => turn.author === 'customer' && turn.seq >= unansweredFromSeq;
  const secondOf = ({ at }: Turn): number => Math.floor(Date.parse(at) / 1000);
  const asked = turns.filter(isAsked).sort((one, other) => secondOf(one) - secondOf(other) || one.seq - other.seq);
  const wamid = asked.at(-1)?.wamid;
  if (!wamid) return undefined;
  const unseen = asked.findLast(({ type }) => UNSEEN_TYPES.has(type))?.type;
  return {
    question: endOf(asked.map(spoken).join('\n'), QUESTION_LIMIT),
    wamid,
    history: turns
      .filter((turn) => !isAsked(turn))
      .slice(-HISTORY_TURNS)
      .map((turn) => ({ author: turn.author, text: beginningOf(spoken(turn), HISTORY_TURN_LIMIT) })),
    ...(contactName ? { customerName: beginningOf(contactName, NAME_LIMIT) } : {}),
    ...(unseen ? { unseen } : {}),
  };
}
