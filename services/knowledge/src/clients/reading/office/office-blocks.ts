import type { Block } from '../../../domain/documents/block.js';
import { asksAndAnswers, readTable } from '../../../domain/documents/read-table.js';
import { isQuestion, isQuestionAndAnswer, questionsAndAnswers } from '../../../domain/documents/read-text.js';
import type { ReadingWarnings } from '../../../domain/documents/reading-warning.js';

/** A bold line that is longer is a sentence that matters, and no heading. */
const LONGEST_BOLD_HEADING = 120;
/** Below every heading of a style. */
const LOWEST = 6;

/** A paragraph, and whether all of it is bold. */
type Said = Block | { kind: 'bold'; text: string };

/** Gathers what the parts of an office document say, in the order in which they say it. */
export class OfficeBlocks {
  readonly #warnings: ReadingWarnings;
  /** The document, and above it each cell of a table that is open. */
  readonly #sinks: Said[][] = [[]];

  constructor(warnings: ReadingWarnings) {
    this.#warnings = warnings;
  }

  heading(level: number, text: string): void {
    const said = squeeze(text);
    if (said) this.#push({ kind: 'heading', level: Math.min(Math.max(level, 1), LOWEST), text: said.replaceAll('\n', ' ') });
  }

  paragraph(text: string, isBold = false): void {
    const said = squeeze(text);
    if (said) this.#push(isBold ? { kind: 'bold', text: said } : { kind: 'paragraph', text: said });
  }

  /** An item of the list that the one before began, or of a new one. */
  item(text: string): void {
    const said = squeeze(text);
    const last = this.#sinks.at(-1)!.at(-1);
    if (!said) return;
    if (last?.kind === 'list') last.items.push(said);
    else this.#push({ kind: 'list', items: [said] });
  }

  openCell(): void {
    this.#sinks.push([]);
  }

  /** @returns what was said since the cell was opened */
  closeCell(): Block[] {
    return structured(this.#sinks.pop()!);
  }

  /** @param rows the blocks of each cell @param hasHeader whether the document says that the first row names the columns */
  table(rows: readonly (readonly Block[])[][], hasHeader: boolean): void {
    const filled = rows.filter((row) => row.some((cell) => cell.length > 0));
    // A frame around a text, or a page that is laid out by a table.
    if (filled.every((row) => row.length <= 1)) {
      for (const cell of filled.flat()) for (const block of cell) this.#push(block);
      return;
    }
    const texts = filled.map((row) => row.map(textOf));
    const [header] = texts;
    if (asksAndAnswers(header!)) {
      const entries = readTable(
        texts.map((cells, index) => ({ line: index + 1, cells })),
        this.#warnings,
      );
      for (const entry of entries) this.#push(entry);
    } else if (hasHeader && texts.length > 1) this.#push({ kind: 'table', header: header!, rows: texts.slice(1) });
    else this.#push({ kind: 'table', header: [], rows: texts });
  }

  all(): Block[] {
    return structured(this.#sinks[0]!);
  }

  #push(block: Said): void {
    this.#sinks.at(-1)!.push(block);
  }
}

/** Finds what writers mark without a style: a bold line or a question above its text, and pairs of `Q:` and `A:`. */
function structured(said: readonly Said[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < said.length; at++) {
    const block = said[at]!;
    if (block.kind !== 'paragraph' && block.kind !== 'bold') {
      blocks.push(block);
      continue;
    }
    const lines = pairsFrom(said, at);
    if (lines) {
      blocks.push(...questionsAndAnswers(lines.texts));
      at = lines.end - 1;
      continue;
    }
    const next = said[at + 1];
    const heads = next !== undefined && next.kind !== 'heading' && next.kind !== 'bold' && next.kind !== 'entry';
    const isHeading =
      block.kind === 'bold' ? block.text.length <= LONGEST_BOLD_HEADING && heads : heads && isQuestion(block.text) && !asks(next);
    blocks.push(isHeading ? { kind: 'heading', level: LOWEST, text: block.text } : { kind: 'paragraph', text: block.text });
  }
  return blocks;
}

const asks = (block: Said): boolean => block.kind === 'paragraph' && isQuestion(block.text);

/** The paragraphs from here on that are questions and answers, marked as such; each belongs to the pair above until the next heading. */
function pairsFrom(said: readonly Said[], start: number): { texts: string[]; end: number } | undefined {
  const first = said[start] as { text: string };
  // Looks at the next one only, so that a long document is passed once.
  const second = said[start + 1];
  if (!second || (second.kind !== 'paragraph' && second.kind !== 'bold') || !isQuestionAndAnswer([first.text, second.text]))
    return undefined;
  const texts: string[] = [];
  let end = start;
  for (let block = said[end]; block?.kind === 'paragraph' || block?.kind === 'bold'; block = said[++end]) texts.push(block.text);
  return { texts, end };
}

/** A cell of a table as text. */
function textOf(cell: readonly Block[]): string {
  return cell
    .flatMap((block) => {
      if (block.kind === 'list') return block.items.map((item) => `- ${item}`);
      if (block.kind === 'table') return [block.header, ...block.rows].filter((row) => row.length > 0).map((row) => row.join('; '));
      if (block.kind === 'entry') return [...block.topic, ...block.paragraphs];
      return [block.text];
    })
    .join('\n');
}

const squeeze = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
