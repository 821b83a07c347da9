import { z } from 'zod';
import { handoff, type Handoff, type HandoffReason } from './answer.js';
import type { Grounds } from './grounding/grounds.js';
import { shownOf, type Claim } from './grounding/verify-answer.js';
import { completedJson } from './partial-json.js';
import { toWhatsAppText } from './whatsapp-text.js';

/** WhatsApp's limit for a text message. */
const MAX_CHARACTERS = 4_096;
const SAME_LINE_TOO_OFTEN = 4;
/** Reasons that the model may name; any other counts as `no_answer`. */
const REASONS = ['customer_asked', 'no_answer', 'off_topic'] as const satisfies readonly HandoffReason[];

const SENTENCE_END = /[.!?…。！？।:)\]"'”’»*_]\s*$|\p{Extended_Pictographic}\ufe0f?\s*$/u;
// Here and below, a pattern starts only at the first of several blanks; starting at each would be quadratic.
const MARKS = /(?<![ \t])[ \t]*\[\s*\d{1,2}(?:\s*[,;]\s*\d{1,2})*\s*\]/g;
const LEADING_MARKS = /^(?:\s*\[\s*\d{1,2}(?:\s*[,;]\s*\d{1,2})*\s*\])+/;
/** At the start of a line, and searched in each line by itself, so that thousands of line breaks cost nothing. */
const WISH = /^[^\w\n\r\u2028\u2029]*HANDOFF\b\W*(\w*)/m;

const sentence = z.object({
  // Citations come before the text: a model that has chosen words of a passage then writes what they say.
  citations: z.array(z.object({ passage: z.int(), quote: z.string().max(MAX_CHARACTERS) })).max(20),
  text: z.string().max(MAX_CHARACTERS),
});
const modelAnswer = z.object({ handoff: z.enum(['none', ...REASONS]).optional(), sentences: z.array(sentence).max(100) });

/** The JSON Schema of the model's answer, for servers that enforce one. */
export const MODEL_ANSWER_SCHEMA = z.toJSONSchema(
  z.strictObject({
    handoff: z.enum(['none', ...REASONS]),
    sentences: z.array(z.strictObject({ citations: z.array(z.strictObject({ passage: z.int(), quote: z.string() })), text: z.string() })),
  }),
);

/** What the model wrote: the text for the customer, and its sentences with their sources. Not verified yet. */
export interface ModelAnswer {
  text: string;
  claims: Claim[];
}

/**
 * Reads a finished model answer. Anything that is not clearly complete becomes a handoff: a customer never reads half an answer.
 *
 * @param finishReason as the model gave it; undefined when the stream ended without one
 */
export function readModelAnswer(raw: string, finishReason: string | undefined): ModelAnswer | Handoff {
  const text = raw.trim();
  if (text === '') return handoff('model_empty');
  if (finishReason === undefined) return handoff('model_error', 'the answer broke off');
  const wish = WISH.exec(text);
  if (wish) return handoff(reasonOf(wish[1]));
  const json = jsonOf(text);
  if (finishReason === 'length' && (json !== undefined || !SENTENCE_END.test(text))) {
    return handoff('model_error', 'the answer was cut at its length limit');
  }
  if (!['stop', 'length'].includes(finishReason)) return handoff('model_error', `the model ended with ${finishReason.slice(0, 40)}`);
  if (isGarbage(text)) return handoff('model_error', 'the answer is not readable text');
  const answer = json === undefined ? fromText(text) : fromJson(json);
  if ('kind' in answer) return answer;
  if (isGarbage(answer.text)) return handoff('model_error', 'the answer is not readable text');
  if (!/[\p{L}\p{N}]/u.test(answer.text)) return handoff('model_empty');
  return answer;
}

const reasonOf = (word: string | undefined): HandoffReason => REASONS.find((reason) => reason === word) ?? 'no_answer';

/** The text if it is JSON, or tries to be, without the fence of a code block. */
function jsonOf(text: string): string | undefined {
  const body = text.replace(/^```(?:json)?\s*/i, '');
  return /^[{[]\s*["{[\]}]/.test(body) ? body.replace(/\s*```$/, '') : undefined;
}

function fromJson(json: string): ModelAnswer | Handoff {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return handoff('model_error', 'the answer is no whole JSON');
  }
  const read = modelAnswer.safeParse(value);
  if (!read.success) return handoff('model_error', `the answer has not the form that was asked for (at ${placeOf(read.error)})`);
  const { sentences, handoff: wish } = read.data;
  if (wish && wish !== 'none') return handoff(wish);
  if (sentences.some(({ text }) => WISH.test(text))) return handoff('no_answer');
  return within(answerOf(sentences));
}

/** Names the place of the fault, never the content, which may be anything. */
const placeOf = ({ issues }: z.ZodError): string => issues[0]?.path.join('.') || 'the top';

/** Splits the model's sentences. One entry may hold several; each is checked against the same citations. */
function answerOf(sentences: readonly { text: string; citations: Claim['citations'] }[]): ModelAnswer {
  let text = '';
  const claims: Claim[] = [];
  for (const each of sentences) {
    const shown = toWhatsAppText(each.text);
    if (shown === '') continue;
    text += (text === '' ? '' : /^(?:[-•*]|\d{1,2}[.)])\s/.test(shown) || each.text.endsWith('\n') ? '\n' : ' ') + shown;
    claims.push(...sentencesOf(shown).map((one) => ({ text: one, citations: each.citations })));
  }
  return { text: toWhatsAppText(text), claims };
}

function fromText(text: string): ModelAnswer | Handoff {
  return within({ text: toWhatsAppText(text.replaceAll(MARKS, '')), claims: [] }, () => claimsOf(text));
}

function within(answer: ModelAnswer, claims: () => Claim[] = () => answer.claims): ModelAnswer | Handoff {
  if (answer.text.length > MAX_CHARACTERS) return handoff('model_error', 'the answer is longer than a message may be');
  return { ...answer, claims: claims() };
}

/** Sentences with the passage numbers after them; numbers before the next sentence belong to the previous one. */
function claimsOf(text: string): Claim[] {
  const claims: Claim[] = [];
  for (const piece of sentencesOf(text)) {
    const leading = LEADING_MARKS.exec(piece)?.[0] ?? '';
    const before = claims.at(-1);
    if (before && leading) claims[claims.length - 1] = { ...before, citations: [...before.citations, ...numbersOf(leading)] };
    const rest = piece.slice(leading.length);
    const shown = toWhatsAppText(rest.replaceAll(MARKS, ''));
    if (shown !== '') claims.push({ text: shown, citations: [...(before ? [] : numbersOf(leading)), ...numbersOf(rest)] });
  }
  return claims;
}

const numbersOf = (text: string): Claim['citations'] =>
  [...text.matchAll(MARKS)].flatMap(([mark]) => mark.match(/\d+/g) ?? []).map((number) => ({ passage: Number(number) }));

const sentencesOf = (text: string): string[] =>
  text
    .split(/\n|(?<=[.!?…]["'”’»)*_]{0,2})[ \t]+|(?<=[。！？।])/u)
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** A line that may still become a handoff. */
const MAYBE_WISH = /(?:^|\n)[^\w\n]*(?:H|HA|HAN|HAND|HANDO|HANDOF)$/;
const OPEN_MARK = /(?<![ \t])[ \t]*\[[^\]\n]{0,20}$/;

/** The part of an unfinished answer that colleagues may see: what could be sent. Empty if it may become a handoff. */
export const draftText = (raw: string, grounds: Grounds): string => begunText(raw, grounds, false);

/**
 * The whole sentences of an unfinished answer, as far as the knowledge holds them: unlike {@link draftText} without the one that is being
 * written, which may go on to say anything.
 */
export const sentencesOfDraft = (raw: string, grounds: Grounds): string => begunText(raw, grounds, true);

function begunText(raw: string, grounds: Grounds, isWhole: boolean): string {
  const text = raw.trim();
  if (WISH.test(text) || isGarbage(text) || text.length > 2 * MAX_CHARACTERS) return '';
  const json = jsonOf(text) ?? (/^(?:[{[]|`{1,3}\w*\s*$)/.test(text) ? '' : undefined);
  const answer = json === undefined ? draftOfText(text, isWhole) : draftOfJson(json, isWhole);
  const shown = shownOf(answer.claims, isWhole, grounds);
  if (shown === answer.claims.length) return answer.text;
  return answer.claims
    .slice(0, shown)
    .map((claim) => claim.text)
    .join(' ');
}

function draftOfText(text: string, isWhole: boolean): ModelAnswer {
  const begun = text.replace(MAYBE_WISH, '').replace(OPEN_MARK, '');
  const shown = isWhole ? withoutLastSentence(begun) : begun;
  return { text: toWhatsAppText(shown.replaceAll(MARKS, '')), claims: claimsOf(shown) };
}

/** A mark after a sentence belongs to it, so a sentence is whole when words of the next one are there. */
function withoutLastSentence(text: string): string {
  let rest = text.trimEnd();
  for (const sentence of sentencesOf(rest).toReversed()) {
    rest = rest.slice(0, rest.lastIndexOf(sentence)).trimEnd();
    if (/[\p{L}\p{N}]/u.test(sentence.replace(LEADING_MARKS, ''))) break;
  }
  return rest;
}

const begunAnswer = z.object({
  handoff: z.literal('none').optional(),
  sentences: z.array(z.object({ citations: sentence.shape.citations.catch([]), text: z.string().catch('') })).catch([]),
});

function draftOfJson(json: string, isWhole: boolean): ModelAnswer {
  const read = begunAnswer.safeParse(completedJson(json));
  if (!read.success) return { text: '', claims: [] };
  return answerOf(isWhole ? read.data.sentences.slice(0, -1) : read.data.sentences);
}

function isGarbage(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(text) || !text.isWellFormed()) return true;
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 3);
  const repeated = Math.max(0, ...[...Map.groupBy(lines, (line) => line).values()].map((same) => same.length));
  // The same words again and again without a line break: `very very very ...`.
  return repeated >= SAME_LINE_TOO_OFTEN || /(\b\S.{0,60}?)\1{7,}/su.test(text);
}
