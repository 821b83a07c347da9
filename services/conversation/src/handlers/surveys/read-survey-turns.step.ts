import { awaitedAfter, surveyTurnOf, type Awaited, type SurveyTurn } from '../../domain/surveys/survey-turn.js';

interface Entry {
  type: string;
  text?: string;
  content: string | null;
  at: string;
  isTurn: boolean;
  asksForReply: boolean;
  survey?: SurveyTurn;
  /** What is about promotions is no comment on the help that somebody got. */
  wish?: { isAside?: true };
  place: { conversationId: string; awaited?: Awaited };
}

/**
 * Finds the messages that answer surveys, one conversation's in their order, and makes them what they are: they open the service window,
 * and nothing else.
 *
 * @param placed each in its conversation, which is locked
 */
export function readSurveyTurns<E extends Entry>(placed: readonly E[]): E[] {
  const awaited = new Map<string, Awaited | undefined>();
  return placed.map((entry) => {
    const { conversationId, awaited: stored } = entry.place;
    const present = awaited.has(conversationId) ? awaited.get(conversationId) : stored;
    const raw: unknown = entry.type === 'interactive' && entry.content ? JSON.parse(entry.content) : undefined;
    const message = { type: entry.type, text: entry.text, raw, at: entry.at };
    const turn = entry.isTurn && (!entry.wish || entry.wish.isAside) ? surveyTurnOf(message, present) : undefined;
    awaited.set(conversationId, awaitedAfter(message, turn, entry.isTurn, present));
    return turn ? { ...entry, isTurn: false, asksForReply: false, survey: turn } : entry;
  });
}
