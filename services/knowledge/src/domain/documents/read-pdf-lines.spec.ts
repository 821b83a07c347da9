import type { Block } from './block.js';
import { readPdfLines, type PdfLine } from './read-pdf-lines.js';

const page = (...lines: (string | [text: string, fontSize: number])[]): PdfLine[] =>
  lines.map((line, at) => ({
    text: typeof line === 'string' ? line : line[0],
    fontSize: typeof line === 'string' ? 11 : line[1],
    x: 60,
    y: 800 - at * 14,
  }));
const pages = (count: number, of: (number: number) => PdfLine[]): PdfLine[][] => Array.from({ length: count }, (_, at) => of(at + 1));
const textOf = (blocks: readonly Block[]): string => JSON.stringify(blocks);

describe('what is printed on every page of a PDF', () => {
  it('at its edges is left out: the same words, and the number of the page', () => {
    const text = textOf(
      readPdfLines(
        pages(5, (n) => page('Harbour rules', `Edition 7, page ${n} of 5`, `Point ${n} speaks of boats.`, 'x', 'y', 'z', 'w', `- ${n} -`)),
      ),
    );
    for (const n of [1, 2, 3, 4, 5]) expect(text).toContain(`Point ${n} speaks of boats.`);
    expect(text).not.toMatch(/Harbour rules|Edition|- \d -/);
  });

  it('in the middle stays, and so do rows of a table that is laid out alike on each page', () => {
    const text = textOf(
      readPdfLines(pages(6, (n) => page(...Array.from({ length: 20 }, (_, row) => `Item ${n * 100 + row} costs ${n * 7 + row} dollars`)))),
    );
    for (const n of [1, 6]) for (const row of [0, 1, 10, 19]) expect(text).toContain(`Item ${n * 100 + row} costs ${n * 7 + row} dollars`);
  });

  it('as a heading with its number stays', () => {
    const text = textOf(
      readPdfLines(
        pages(4, (n) => page([`Chapter ${n}`, 18], `What chapter ${n} says, in words of its own ${n * n}.`, 'a', 'b', 'c', 'd')),
      ),
    );
    for (const n of [1, 2, 3, 4]) expect(text).toContain(`Chapter ${n}`);
  });
});
