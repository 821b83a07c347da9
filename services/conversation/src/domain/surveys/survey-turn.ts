import { COMMENT_MS, pressedRating } from './survey.js';

/** What the survey of a closed conversation waits for. */
export interface Awaited {
  awaits: 'rating' | 'rating_then_comment' | 'comment';
  /** Until when a message in words counts as that. */
  until: string;
}

/** A message that answers a survey: it opens nothing again and asks the bot for nothing. */
export type SurveyTurn = { kind: 'rating'; surveyId?: string; rating: number } | { kind: 'comment' };

export interface WrittenMessage {
  type: string;
  text?: string | undefined;
  raw: unknown;
  /** When it was written. */
  at: string;
}

/**
 * Whether a message answers a survey. What was pressed does so whenever it comes; what was written, only as the next words in a closed
 * conversation: a number from 1 to 5 as the rating, then a text as the reason for it. A question, or a request, is never taken for one.
 */
export function surveyTurnOf(message: WrittenMessage, awaited: Awaited | undefined): SurveyTurn | undefined {
  const pressed = pressedRating(message.raw);
  if (pressed) return { kind: 'rating', ...pressed };
  if (!awaited || message.type !== 'text' || !message.text || Date.parse(message.at) > Date.parse(awaited.until)) return undefined;
  if (awaited.awaits === 'comment') return isComment(message.text) ? { kind: 'comment' } : undefined;
  const rating = writtenRating(message.text);
  return rating ? { kind: 'rating', rating } : undefined;
}

/** What the survey waits for after this message. @param isTurn the customer said something to the business: the conversation is open again */
export function awaitedAfter(
  { at }: WrittenMessage,
  turn: SurveyTurn | undefined,
  isTurn: boolean,
  awaited: Awaited | undefined,
): Awaited | undefined {
  if (turn?.kind !== 'rating') return isTurn && !turn ? undefined : awaited;
  if (awaited?.awaits !== 'rating_then_comment') return awaited?.awaits === 'rating' ? undefined : awaited;
  return { awaits: 'comment', until: new Date(Date.parse(at) + COMMENT_MS).toISOString() };
}

const STARS = /^(?:⭐️?|★){1,5}$/u;

function writtenRating(text: string): number | undefined {
  const words = text.trim();
  if (STARS.test(words)) return [...words].filter((character) => character !== '\uFE0F').length;
  const [, digit] = /^([1-5])(?:️?⃣)?(?:\s*\/\s*5)?[.!]?$/u.exec(words) ?? [];
  return digit ? Number(digit) : undefined;
}

/** Longer texts are about something new more often than not, and are answered. */
const COMMENT_LIMIT = 500;

/** Words with which people ask for something or say that they need something, in the languages of the survey. */
const ASKING = new Set(
  `what when where which who why how can could would will do does did is are need want help please still
  que cual cuando donde quien como cuanto cuanta puedo puedes puede pueden podria podrias necesito quiero quisiera ayuda ayudenme favor todavia aun
  qual onde quem quanto posso pode podem poderia preciso quero queria gostaria ajuda ajudem ainda
  quel quelle quand ou qui comment combien puis peux peut pouvez pourriez besoin veux voudrais aide aidez toujours svp
  was wann wo wer wie warum welche kann konnen konnten brauche will mochte hilfe bitte noch immer`.split(/\s+/),
);

const plainWords = (text: string): string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const REQUESTS = new Set('need want help necesito quiero ayuda preciso quero ajuda besoin veux aide brauche hilfe'.split(' '));

/** Whether words say why somebody rated as they did, and ask for nothing: wrong here is an unanswered customer, so that doubt is a question. */
export function isComment(text: string): boolean {
  if ([...text].length > COMMENT_LIMIT || /[?？؟¿]/u.test(text)) return false;
  const [first, ...more] = plainWords(text);
  if (first === undefined) return !/https?:/iu.test(text);
  return !ASKING.has(first) && ![first, ...more].some((word) => REQUESTS.has(word));
}
