import type { Question } from './definition.js';

/** What a customer wrote: files and places come without a text of their own. */
export interface Reply {
  type: string;
  text: string | null;
}

const FILES: readonly string[] = ['image', 'video', 'audio', 'voice', 'document'];
const MAX_ANSWER = 1_000;

/** In the one form in which words are compared: without accents, cases, spaces at the ends and punctuation around. */
export function foldWords(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * Reads what a customer answered.
 *
 * @returns the port by which the question is left and the value that is kept; undefined where the answer does not fit
 */
export function readAnswer(question: Question, { type, text }: Reply): { port: string; value: string | number } | undefined {
  const said = (text ?? '').trim();
  switch (question.answer) {
    case 'text':
      return said === '' ? undefined : { port: 'next', value: said.slice(0, MAX_ANSWER) };
    case 'number':
      return ofNumber(question, said);
    case 'date': {
      const date = readDate(said);
      return date === undefined ? undefined : { port: 'next', value: date };
    }
    case 'choice':
      return ofChoice(question, said);
    case 'file':
      return FILES.includes(type) ? { port: 'next', value: said || type } : undefined;
    case 'location':
      return type === 'location' ? { port: 'next', value: said || type } : undefined;
  }
}

function ofNumber({ min, max }: Question, said: string): { port: string; value: number } | undefined {
  if (!/^[-+]?\d{1,15}([.,]\d{1,6})?$/.test(said)) return undefined;
  const value = Number(said.replace(',', '.'));
  return (min !== null && value < min) || (max !== null && value > max) ? undefined : { port: 'next', value };
}

/** By its title, or by its place: 1 is the first. */
function ofChoice({ choices }: Question, said: string): { port: string; value: string } | undefined {
  const folded = foldWords(said);
  const chosen =
    choices.find(({ title }) => title.trim() === said) ??
    choices.find(({ title }) => folded !== '' && foldWords(title) === folded) ??
    (/^\d{1,2}$/.test(folded) ? choices[Number(folded) - 1] : undefined);
  return chosen && { port: `choice:${chosen.id}`, value: chosen.title };
}

/** 2026-12-24, or 24/12/2026, 24.12.2026 and 24-12-2026 with the day first. @returns a day of the calendar as ISO 8601 */
function readDate(said: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said);
  const dayFirst = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(said);
  const [year, month, day] = iso ? iso.slice(1) : dayFirst ? dayFirst.slice(1).reverse() : [];
  if (year === undefined) return undefined;
  const text = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text;
}
