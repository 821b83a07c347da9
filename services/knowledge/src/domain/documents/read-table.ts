import type { CsvRow } from '#csv';
import type { Block } from './block.js';
import type { ReadingWarnings } from './reading-warning.js';

const QUESTION = /^(q|questions?|preguntas?|perguntas?|frages?n?|domanda|domande)$/i;
const ANSWER = /^(a|answers?|respuestas?|respostas?|antwort(en)?|r[ée]ponses?|rispost[ae])$/i;
const TOPIC =
  /^(category|categories|topic|section|tags?|categor[ií]a|tema|secci[oó]n|assunto|se[cç][aã]o|kategorie|thema|cat[ée]gorie|sujet)$/i;
/** Titles above a table; more rows with a single field are part of it. */
const MAX_TITLE_ROWS = 5;

/**
 * One entry a row. A table with a question and an answer column is a list of questions and answers; any other is a list of records,
 * each headed by its first column. Rows with a single field above the table are its title.
 *
 * @param check looks at the rows below the title, and refuses a table that is none
 * @param warnings gets the rows of the title and the questions without an answer
 */
export function readTable(rows: readonly CsvRow[], warnings?: ReadingWarnings, check?: (table: readonly CsvRow[]) => void): Block[] {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const titles = titleRows(filled);
  const table = filled.slice(titles.length);
  check?.(table);
  const blocks = readRows(table.map(({ cells }) => cells));
  for (const title of titles) warnings?.about('title_rows', title);
  for (const block of blocks) {
    if (block.kind === 'entry' && block.paragraphs.length === 0) warnings?.about('question_without_answer', block.topic.at(-1) ?? '');
  }
  const entries = blocks.filter((block) => block.kind !== 'entry' || block.paragraphs.length > 0);
  return [...(entries.length > 0 ? titles.map((title): Block => ({ kind: 'heading', level: 1, text: title })) : []), ...entries];
}

/** Whether the first row of a table names a column of questions and one of answers. */
export const asksAndAnswers = (header: readonly string[]): boolean =>
  header.some((cell) => QUESTION.test(cell)) && header.some((cell) => ANSWER.test(cell));

const filledIn = ({ cells }: CsvRow): number => cells.filter((cell) => cell !== '').length;

/** Rows with a single field above one that has several: what a spreadsheet's title becomes. A question is none. */
function titleRows(rows: readonly CsvRow[]): string[] {
  const first = rows.findIndex((row) => filledIn(row) > 1);
  if (first <= 0 || first > MAX_TITLE_ROWS) return [];
  const titles = rows.slice(0, first).map(({ cells }) => cells.find((cell) => cell !== '')!);
  return titles.some((title) => /[?？]$/.test(title)) ? [] : titles;
}

function readRows(rows: readonly string[][]): Block[] {
  const header = rows[0];
  if (!header) return [];
  const question = header.findIndex((cell) => QUESTION.test(cell));
  const answer = header.findIndex((cell) => ANSWER.test(cell));
  const topics = new Set(header.flatMap((name, index) => (TOPIC.test(name) ? [index] : [])));
  if (question >= 0 && answer >= 0) return rows.slice(1).flatMap((row) => questionAndAnswer(header, row, question, answer, topics));
  const asking = rows.filter((row) => /[?？]$/.test(row[0]!)).length;
  if (header.length === 2 && asking * 2 > rows.length) return rows.flatMap((row) => questionAndAnswer(['', ''], row, 0, 1, new Set()));
  if (rows.length === 1) return [{ kind: 'entry', topic: [], paragraphs: [header.filter(Boolean).join(', ')] }];
  return rows.slice(1).map((row) => ({ kind: 'entry', topic: row[0] ? [row[0]] : [], paragraphs: [fields(header, row, () => true)] }));
}

function questionAndAnswer(header: string[], row: string[], question: number, answer: number, topics: ReadonlySet<number>): Block[] {
  if (!row[question] && !row[answer]) return [];
  const named = row.filter((_, index) => topics.has(index));
  const rest = fields(header, row, (index) => index !== question && index !== answer && !topics.has(index));
  return [
    {
      kind: 'entry',
      topic: [...named, row[question] ?? ''].filter(Boolean),
      paragraphs: row[answer] ? [row[answer], rest].filter(Boolean) : [],
    },
  ];
}

/** A longer name of a column is a text, which every row would repeat. */
const LONGEST_NAME = 300;
const nameOf = (name: string | undefined): string => (name && name.length <= LONGEST_NAME ? `${name}: ` : '');

const fields = (header: string[], row: string[], shown: (index: number) => boolean): string =>
  row.flatMap((cell, index) => (cell && shown(index) ? [`${nameOf(header[index])}${cell}`] : [])).join('\n');
