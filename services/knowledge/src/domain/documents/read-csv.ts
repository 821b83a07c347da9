import type { Block } from './block.js';
import { DocumentProblem } from './document-problem.js';

const QUESTION = /^(q|questions?|preguntas?|perguntas?|frages?n?|domanda|domande)$/i;
const ANSWER = /^(a|answers?|respuestas?|respostas?|antwort(en)?|r[ée]ponses?|rispost[ae])$/i;
const TOPIC =
  /^(category|categories|topic|section|tags?|categor[ií]a|tema|secci[oó]n|assunto|se[cç][aã]o|kategorie|thema|cat[ée]gorie|sujet)$/i;

/**
 * One entry a row. A table with a question and an answer column is a list of questions and answers; any other is a list of records,
 * each headed by its first column.
 *
 * @throws {DocumentProblem} `csv_malformed` with the line of a quote that is never closed
 */
export function readCsv(text: string): Block[] {
  const rows = parseCsv(text).filter((row) => row.some((cell) => cell !== ''));
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
      paragraphs: [row[answer] ?? '', rest].filter(Boolean),
    },
  ];
}

const fields = (header: string[], row: string[], shown: (index: number) => boolean): string =>
  row.flatMap((cell, index) => (cell && shown(index) ? [header[index] ? `${header[index]}: ${cell}` : cell] : [])).join('\n');

/** RFC 4180, and the separators and line ends that spreadsheets write beside it. */
function parseCsv(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  // Whether the cell holds more than blanks. Kept up as it grows, since testing the whole cell each time would be quadratic.
  let isBegun = false;
  let quotedSince = 0;
  let line = 1;
  const endCell = (): void => {
    row.push(cell.trim());
    cell = '';
    isBegun = false;
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '\n') line++;
    if (quotedSince > 0) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at];
      else quotedSince = 0;
    } else if (letter === '"' && !isBegun) {
      cell = '';
      isBegun = true;
      quotedSince = line;
    } else if (letter === separator) endCell();
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') {
        at++;
        line++;
      }
      endCell();
      rows.push(row);
      row = [];
    } else {
      cell += letter;
      isBegun ||= letter.trim() !== '';
    }
  }
  if (quotedSince > 0) {
    throw new DocumentProblem(
      'csv_malformed',
      `The quote opened in line ${quotedSince} is never closed. Write a quote inside a field as "".`,
    );
  }
  endCell();
  rows.push(row);
  return rows;
}

function separatorOf(text: string): string {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const count = (separator: string): number => firstLine.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
