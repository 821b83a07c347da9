import { handoff, type HandoffReason, type Outcome, type Passage } from './answer.js';
import { RULES_MARK } from './prompt.js';
import { toWhatsAppText } from './whatsapp-text.js';

/** WhatsApp's limit for a text message; a longer answer could only be sent cut. */
const MOST_CHARACTERS = 4_096;
const SAME_LINE_TOO_OFTEN = 4;

const SENTENCE_END = /[.!?…。！？।:)\]"'”’»*_]\s*$|\p{Extended_Pictographic}\ufe0f?\s*$/u;
// Here and below, a run of blanks is looked at from its first one only: from each of them would take the square of its length.
const MARKS = /(?<![ \t])[ \t]*\[\s*\d{1,2}(?:\s*[,;]\s*\d{1,2})*\s*\]/g;
/** At the beginning of a line, and looked for within each line alone: a model that writes thousands of line breaks stops nobody. */
const WISH = /^[^\w\n\r\u2028\u2029]*HANDOFF\b\W*(\w*)/m;
/** Reasons that the model may name; any other word of its own means that it does not know. */
const REASONS: readonly HandoffReason[] = ['customer_asked', 'no_answer', 'off_topic'];

/**
 * What a finished model answer means. Whatever is not certainly a whole answer becomes a handoff: a customer never reads half of one.
 *
 * @param finishReason as the model gave it; undefined when the stream ended without one
 */
export function readModelAnswer(raw: string, finishReason: string | undefined, passages: readonly Passage[]): Outcome {
  const text = raw.trim();
  if (text === '') return handoff('model_empty');
  if (finishReason === undefined) return handoff('model_error', 'the answer broke off');
  const wish = WISH.exec(text);
  if (wish) return handoff(REASONS.find((reason) => reason === wish[1]) ?? 'no_answer');
  if (finishReason === 'length' && !SENTENCE_END.test(text)) return handoff('model_error', 'the answer was cut at its length limit');
  if (!['stop', 'length'].includes(finishReason)) return handoff('model_error', `the model ended with ${finishReason.slice(0, 40)}`);
  if (isGarbage(text)) return handoff('model_error', 'the answer is not readable text');

  const cited = new Set([...text.matchAll(MARKS)].flatMap(([mark]) => mark.match(/\d+/g) ?? []).map(Number));
  const answer = toWhatsAppText(text.replaceAll(MARKS, ''));
  if (!/[\p{L}\p{N}]/u.test(answer)) return handoff('model_empty');
  if (answer.length > MOST_CHARACTERS) return handoff('model_error', 'the answer is longer than a message may be');
  return { kind: 'answer', text: answer, citations: passages.filter((_, index) => cited.has(index + 1)) };
}

/** A line that may still become a wish for a person. */
const MAYBE_WISH = /(?:^|\n)[^\w\n]*(?:H|HA|HAN|HAND|HANDO|HANDOF)$/;
const OPEN_MARK = /(?<![ \t])[ \t]*\[[^\]\n]{0,20}$/;

/** What colleagues may see of an answer that is still being written; empty where it may not become one. */
export function draftText(raw: string): string {
  const text = raw.trim();
  if (WISH.test(text) || isGarbage(text)) return '';
  return toWhatsAppText(text.replace(MAYBE_WISH, '').replaceAll(MARKS, '').replace(OPEN_MARK, ''));
}

function isGarbage(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(text) || !text.isWellFormed()) return true;
  if (text.includes(RULES_MARK) || /<\/?(passages?|question)\b/i.test(text)) return true;
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 3);
  const repeated = Math.max(0, ...[...Map.groupBy(lines, (line) => line).values()].map((same) => same.length));
  // The same words over and over without a line break: `very very very ...`.
  return repeated >= SAME_LINE_TOO_OFTEN || /(\b\S.{0,60}?)\1{7,}/su.test(text);
}
