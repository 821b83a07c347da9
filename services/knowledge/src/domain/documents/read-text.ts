import type { Block } from './block.js';

const MAX_HEADING_WORDS = 10;
const BULLET = /^\s*(?:[-*•‣▪·–]|\d{1,3}[.)])\s+(?=\S)/;
const QUESTION = /^\s*(?:q|question|p|pregunta|pergunta|f|frage|d|domanda)\s{0,9}\d{0,9}\s{0,9}[:.)]\s+(?=\S)/i;
const ANSWER = /^\s*(?:a|answer|r|respuesta|resposta|antwort|réponse|reponse|risposta)\s{0,9}\d{0,9}\s{0,9}[:.)]\s+(?=\S)/i;

/**
 * Structure of plain text: paragraphs between empty lines, lists, "Q:"/"A:" pairs, and headings, which in plain text are short
 * single lines without a full stop that have something below them.
 */
export function readText(text: string): Block[] {
  const groups = withPages(text.replace(/\r\n?/g, '\n'))
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((group) => group.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0);
  const blocks: Block[] = [];
  groups.forEach((lines, index) => {
    if (isQuestionAndAnswer(lines)) return void blocks.push(...questionsAndAnswers(lines));
    if (heads(groups, index)) return void blocks.push(heading(lines[0]!, index === 0));
    // A question on a line of its own heads the lines right below it.
    if (lines.length > 1 && isQuestion(lines[0]!)) {
      blocks.push(heading(lines[0]!, false));
      lines = lines.slice(1);
    }
    blocks.push(...paragraphsAndLists(lines));
  });
  return blocks;
}

/** A form feed begins a page: a paragraph ends there, unless its sentence runs on. */
export const withPages = (text: string): string =>
  text.replace(/\v/g, '\n').replace(/([^\n]?)\n*\f\n*([^\n]?)/gu, (_, before: string, after: string) => {
    const runsOn = /[\p{L}\p{N},;]/u.test(before) && /\p{Ll}/u.test(after);
    return `${before}${runsOn ? '\n' : '\n\n'}${after}`;
  });

const words = (line: string): number => line.trim().split(/\s+/).length;
export const isQuestion = (line: string): boolean => /[?？]\s*$/.test(line) && words(line) <= 30 && !BULLET.test(line);
const isHeading = (line: string): boolean =>
  isQuestion(line) ||
  (words(line) <= MAX_HEADING_WORDS && !BULLET.test(line) && /[\p{L}\p{N})"'”»]\s*$/u.test(line) && /\p{L}/u.test(line));
const heading = (line: string, isFirst: boolean): Block => ({
  kind: 'heading',
  level: isQuestion(line) ? 3 : isFirst ? 1 : 2,
  text: line.trim(),
});

/** Whether a short line is a heading. Short lines in a row are statements, except for a title above the first heading. */
function heads(groups: readonly string[][], index: number): boolean {
  const short = (at: number): boolean => groups[at]?.length === 1 && isHeading(groups[at][0]!);
  if (!short(index) || index === groups.length - 1) return false;
  return !short(index + 1) || isQuestion(groups[index]![0]!) || (index === 0 && groups.length > 2 && !short(2));
}

/** Whether lines begin with a marked question, `Q: ...`, and one below is marked as its answer. */
export const isQuestionAndAnswer = (lines: string[]): boolean =>
  QUESTION.test(lines[0]!) && lines.slice(1).some((line) => ANSWER.test(line));

export function questionsAndAnswers(lines: string[]): Block[] {
  const entries: { question: string[]; answer: string[]; answering: boolean }[] = [];
  for (const line of lines) {
    const last = entries.at(-1);
    if (QUESTION.test(line) && (!last || last.answering))
      entries.push({ question: [line.replace(QUESTION, '')], answer: [], answering: false });
    else if (ANSWER.test(line) && last && !last.answering) {
      last.answering = true;
      last.answer.push(line.replace(ANSWER, ''));
    } else if (last) (last.answering ? last.answer : last.question).push(line.trim());
  }
  return entries.map(({ question, answer }) => ({ kind: 'entry', topic: [question.join(' ')], paragraphs: [answer.join(' ')] }));
}

export const isBullet = (line: string): boolean => BULLET.test(line);

/** Joins lines that run on, and turns lines with bullets into a list. */
export function paragraphsAndLists(lines: readonly string[]): Block[] {
  const groups: { kind: 'list' | 'paragraph'; lines: string[] }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (BULLET.test(line)) {
      const item = line.replace(BULLET, '').trim();
      if (last?.kind === 'list') last.lines.push(item);
      else groups.push({ kind: 'list', lines: [item] });
    } else if (last?.kind === 'list' && /^\s/.test(line)) last.lines.push(`${last.lines.pop()} ${line.trim()}`);
    else if (last?.kind === 'paragraph') last.lines.push(line.trim());
    else groups.push({ kind: 'paragraph', lines: [line.trim()] });
  }
  return groups.map((group) =>
    group.kind === 'list' ? { kind: 'list', items: group.lines } : { kind: 'paragraph', text: joinLines(group.lines) },
  );
}

/** Keeps line breaks between short lines (an address, a timetable) and joins lines that run on. */
const joinLines = (lines: readonly string[]): string =>
  lines
    .map((line, index) => {
      if (index === 0) return line;
      const apart = lines[index - 1]!.length < 60 && line.length < 60 && !/^\p{Ll}/u.test(line);
      return `${apart ? '\n' : ' '}${line}`;
    })
    .join('');
