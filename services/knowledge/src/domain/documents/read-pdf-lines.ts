import { lettersOf, pagesAfter, type Block, type PageStart } from './block.js';
import { isBullet, paragraphsAndLists } from './read-text.js';

/** A line of a page as it is printed. Lengths in points, `y` from the bottom of the page. */
export interface PdfLine {
  text: string;
  fontSize: number;
  x: number;
  y: number;
}

const HEADING_RATIO = 1.15;
const MAX_HEADING_WORDS = 20;
const PAGE_NUMBER = /^(?:page|página|seite)?\s*\d+\s*(?:(?:\/|of|de|von)\s*\d+)?$/i;
/** "Chapter . . . . . 12": lines of a table of contents are left out. */
const LEADERS = /(?:\. ?){6}/;

/** Finds the structure of a PDF by type sizes and gaps; leaves out page numbers and what is printed at the edges of most pages. */
export function readPdfLines(pages: readonly PdfLine[][]): Block[] {
  const bodySize = bodySizeOf(pages);
  const furniture = furnitureOf(pages, bodySize);
  const sizes = [...new Set(pages.flat().map((line) => size(line)))]
    .filter((each) => each >= bodySize * HEADING_RATIO)
    .sort((a, b) => b - a);
  const blocks: Block[] = [];
  let paragraph: PdfLine[] = [];
  let starts: PageStart[] = [];
  let letters = 0;
  const endParagraph = (): void => {
    if (paragraph.length > 0) blocks.push(...withPages(paragraphsAndLists(joinHyphens(indented(paragraph))), starts));
    paragraph = [];
    starts = [];
    letters = 0;
  };
  for (const [index, lines] of pages.entries()) {
    const page = index + 1;
    for (const line of lines) {
      if (furniture.has(signature(line)) || PAGE_NUMBER.test(line.text) || LEADERS.test(line.text)) continue;
      const level = sizes.indexOf(size(line)) + 1;
      const before = paragraph.at(-1);
      if (level > 0 && line.text.split(/\s+/).length <= MAX_HEADING_WORDS) {
        endParagraph();
        const last = blocks.at(-1);
        const wrapped = last?.kind === 'heading' && last.level === Math.min(level, 6) && !/[?.!:]$/.test(last.text);
        if (wrapped) last.text += ` ${line.text}`;
        else blocks.push({ kind: 'heading', level: Math.min(level, 6), text: line.text, pages: [{ from: 0, page }] });
        continue;
      }
      // More than a line and a half of space begins a paragraph; on a new page y jumps up and the paragraph may run on.
      const gap = before ? before.y - line.y : 0;
      if (before && (gap > 1.6 * Math.max(before.fontSize, line.fontSize) || (gap < 0 && /[.!?:]$/.test(before.text)))) endParagraph();
      if (starts.at(-1)?.page !== page) starts.push({ from: letters, page });
      letters += lettersOf(line.text);
      paragraph.push(line);
    }
  }
  endParagraph();
  return blocks;
}

/** @param blocks one after another the text that stands on the pages */
function withPages(blocks: readonly Block[], starts: readonly PageStart[]): Block[] {
  let letters = 0;
  return blocks.map((block) => {
    const pages = pagesAfter(starts, letters);
    letters +=
      block.kind === 'list' ? block.items.reduce((sum, item) => sum + lettersOf(item), 0) : 'text' in block ? lettersOf(block.text) : 0;
    return { ...block, pages };
  });
}

const size = (line: PdfLine): number => Math.round(line.fontSize * 2) / 2;

/** The size in which most characters are set. */
function bodySizeOf(pages: readonly PdfLine[][]): number {
  const characters = new Map<number, number>();
  for (const line of pages.flat()) characters.set(size(line), (characters.get(size(line)) ?? 0) + line.text.length);
  return [...characters].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0])[0];
}

const signature = (line: PdfLine): string => `${Math.round(line.y)}|${line.text.replace(/\d+/g, '#')}`;

/** Lines at the top and at the bottom of a page among which running titles are looked for. */
const EDGE_LINES = 2;

/**
 * Running titles: lines at the edge of most pages that are the same on each, or differ by the number of the page alone. Rows of a table that is
 * laid out alike on every page differ in other numbers, and headings are larger: both stay.
 */
function furnitureOf(pages: readonly PdfLine[][], bodySize: number): Set<string> {
  const seen = new Map<string, { page: number; line: PdfLine }[]>();
  for (const [page, lines] of pages.entries()) {
    const sorted = lines.toSorted((a, b) => b.y - a.y);
    const edges = new Map([...sorted.slice(0, EDGE_LINES), ...sorted.slice(-EDGE_LINES)].map((line) => [signature(line), line]));
    for (const [key, line] of edges) {
      const found = seen.get(key);
      if (found) found.push({ page, line });
      else seen.set(key, [{ page, line }]);
    }
  }
  const isFurniture = (found: readonly { page: number; line: PdfLine }[]): boolean => {
    if (found.length < 3 || found.length <= pages.length / 2) return false;
    const [first] = found;
    if (found.every(({ line }) => line.text === first!.line.text)) return true;
    return size(first!.line) < bodySize * HEADING_RATIO && countPages(found);
  };
  return new Set([...seen].filter(([, found]) => isFurniture(found)).map(([key]) => key));
}

/** Whether each number of a line is the same on every page, or grows by one with the pages. */
function countPages(found: readonly { page: number; line: PdfLine }[]): boolean {
  const numbers = found.map(({ page, line }) => ({ page, of: (line.text.match(/\d+/g) ?? []).map(Number) }));
  const [first] = numbers;
  return first!.of.every((value, at) => numbers.every(({ page, of }) => of[at] === value || of[at]! - page === value - first!.page));
}

/** Marks a line indented below a bullet by a space in front, as plain text does: it belongs to that item. */
function indented(lines: readonly PdfLine[]): string[] {
  let bullet: PdfLine | undefined;
  return lines.map((line) => {
    if (isBullet(line.text)) bullet = line;
    return bullet && bullet !== line && line.x > bullet.x + 1 ? ` ${line.text}` : line.text;
  });
}

/** Joins hyphenated words: "infor-" and "mation". */
function joinHyphens(lines: string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (last && /\p{Ll}-$/u.test(last) && /^ ?\p{Ll}/u.test(line)) joined[joined.length - 1] = last.slice(0, -1) + line.trimStart();
    else joined.push(line);
  }
  return joined;
}
