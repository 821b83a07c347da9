import { parseCsv, separatorOf } from '#csv';
import { isFact, type Asked } from './golden-question.js';

const QUESTION = /^(q|questions?|preguntas?|perguntas?|frages?n?|domanda|domande)$/i;
const EARLIER = /^(earlier|before|antes|anteriores?|vorher)( ?\d+)?$/i;
const MAX_CHARACTERS = 1_000;
const MAX_FACTS = 10;

/** A row that is no golden question, and why. */
export interface RefusedRow {
  line: number;
  reason: 'no_question' | 'no_fact' | 'too_long' | 'too_many_facts';
}

/**
 * Golden questions of a table: a column `question`, any columns `earlier` with what the customer wrote before, oldest first; every other column is a
 * fact that the answer must hold. Without a header the first column is the question.
 *
 * @returns the questions, and the rows that are none; `unclosed` is the line of a quote that is never closed
 */
export function readGoldenCsv(text: string): { questions: Asked[]; refused: RefusedRow[]; unclosed?: number } {
  const { separator, start } = separatorOf(text);
  const { rows, unclosed } = parseCsv(text, separator, start);
  if (unclosed !== undefined) return { questions: [], refused: [], unclosed };
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const header = filled[0]?.cells.map((cell) => cell.replace(/^\uFEFF/, '')) ?? [];
  const named = header.findIndex((cell) => QUESTION.test(cell));
  const earlierColumns = new Set(named < 0 ? [] : header.flatMap((cell, index) => (EARLIER.test(cell) ? [index] : [])));
  const column = Math.max(0, named);
  const questions: Asked[] = [];
  const refused: RefusedRow[] = [];
  for (const { line, cells } of named < 0 ? filled : filled.slice(1)) {
    const earlier = cells.filter((cell, index) => cell !== '' && earlierColumns.has(index));
    const expected = cells.filter((cell, index) => cell !== '' && index !== column && !earlierColumns.has(index) && isFact(cell));
    const asked = { question: cells[column] ?? '', earlier, expected };
    const reason = faultOf(asked);
    if (reason) refused.push({ line, reason });
    else questions.push(asked);
  }
  return { questions, refused };
}

function faultOf({ question, earlier, expected }: Asked): RefusedRow['reason'] | undefined {
  if (!isFact(question)) return 'no_question';
  if (expected.length === 0) return 'no_fact';
  if (expected.length > MAX_FACTS) return 'too_many_facts';
  return [question, ...earlier, ...expected].some((text) => text.length > MAX_CHARACTERS) || earlier.length > 10 ? 'too_long' : undefined;
}
