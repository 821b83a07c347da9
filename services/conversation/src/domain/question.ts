import { spoken } from './inbound-message.js';
import type { Author } from './message.js';

/** A reply that is to be asked for, under this epoch only. */
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
}

export interface Question {
  question: string;
  /** Of the newest message in it. */
  wamid: string;
  history: { author: Author; text: string }[];
}

const HISTORY_TURNS = 10;

/**
 * What to ask the bot: the customer's messages since the last answer, and what was said before them.
 *
 * @param turns oldest first
 * @returns undefined when no customer message waits for an answer
 */
export function composeQuestion(turns: readonly Turn[], unansweredFromSeq: number): Question | undefined {
  const isAsked = (turn: Turn): boolean => turn.author === 'customer' && turn.seq >= unansweredFromSeq;
  const asked = turns.filter(isAsked);
  const wamid = asked.at(-1)?.wamid;
  if (!wamid) return undefined;
  return {
    question: asked.map(spoken).join('\n'),
    wamid,
    history: turns
      .filter((turn) => !isAsked(turn))
      .slice(-HISTORY_TURNS)
      .map((turn) => ({ author: turn.author, text: spoken(turn) })),
  };
}
