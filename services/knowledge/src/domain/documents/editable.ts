import { parseCsv, separatorOf } from '#csv';
import { DocumentProblem } from './document-problem.js';
import { decodeText } from './decode-text.js';
import { TEXT_TYPES, type ReadableType } from './document.js';
import { asksAndAnswers } from './read-table.js';

/** Larger texts are changed where they come from, and sent again; a JSON body has at most 1 MB. */
export const MAX_EDITABLE_BYTES = 512 * 1024;
export const MAX_PAIRS = 5_000;

/** A question with its answer. */
export interface Pair {
  question: string;
  answer: string;
  topic: string;
}
export interface Editable {
  /** The text as it is changed by hand; null for a file of another kind, or one that is too large. */
  text: string | null;
  /** Of a table with the columns question, answer and perhaps topic; null for anything else. */
  pairs: Pair[] | null;
}

const HEADER = ['topic', 'question', 'answer'];

/** What of a document can be changed by hand. */
export function editableOf(contentType: ReadableType, source: Uint8Array): Editable {
  if (!isText(contentType) || source.length > MAX_EDITABLE_BYTES) return { text: null, pairs: null };
  try {
    const text = decodeText(source).replace(/^\ufeff/, '');
    return { text, pairs: contentType === 'text/csv' ? pairsOf(text) : null };
  } catch (error) {
    // Bytes that no encoding makes text of.
    if (error instanceof DocumentProblem) return { text: null, pairs: null };
    throw error;
  }
}

export const isText = (contentType: string): boolean => (TEXT_TYPES as readonly string[]).includes(contentType);

/** @returns null for a table that says more than pairs can hold */
function pairsOf(text: string): Pair[] | null {
  const { separator, start } = separatorOf(text);
  const { rows, unclosed } = parseCsv(text, separator, start);
  const [header, ...rest] = rows.map(({ cells }) => cells).filter((cells) => cells.some(Boolean));
  if (unclosed !== undefined || !header || !asksAndAnswers(header) || rest.length > MAX_PAIRS) return null;
  const names = header.map((name) => name.toLowerCase());
  if (names.some((name) => !HEADER.includes(name)) || new Set(names).size < names.length) return null;
  const at = (row: string[], name: string): string => row[names.indexOf(name)] ?? '';
  return rest.map((row) => ({ topic: at(row, 'topic'), question: at(row, 'question'), answer: at(row, 'answer') }));
}

/** Pairs as the table that is kept of them. */
export function tableOfPairs(pairs: readonly Pair[]): string {
  const withTopic = pairs.some(({ topic }) => topic !== '');
  const columns = (withTopic ? HEADER : HEADER.slice(1)) as (keyof Pair)[];
  const cell = (value: string): string => (/[",\n\r;\t|]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [columns.join(','), ...pairs.map((pair) => columns.map((column) => cell(pair[column])).join(','))].join('\n') + '\n';
}
