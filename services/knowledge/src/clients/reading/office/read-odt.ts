import type { Block } from '../../../domain/documents/block.js';
import { withTarget } from '../../../domain/documents/read-markdown.js';
import type { ReadingWarnings } from '../../../domain/documents/reading-warning.js';
import { OfficeBlocks } from './office-blocks.js';
import { encrypted, OfficePackage } from './office-package.js';
import { readXml, type XmlElement } from './xml.js';

/** Deleted text, comments, tables of contents and other indexes, fields that show nothing, how to pronounce a word, and formulas' own markup. */
const SKIPPED = new Set([
  'tracked-changes',
  'annotation',
  'sequence-decls',
  'variable-decls',
  'user-field-decls',
  'ruby-text',
  'desc',
  'title',
  'forms',
]);
const INDEXES = /-(?:index|of-content)$|^bibliography$/;
/** Frees a table of a few bytes from having a column for each number that a file may write. */
const MAX_REPEATED = 60;
const MAX_SPACES = 100;

interface Paragraph {
  text: string;
  level: number | undefined;
  isItem: boolean;
  notes: string[];
  links: { from: number; target: string }[];
}
interface Table {
  rows: (readonly Block[])[][];
  row: (readonly Block[])[];
  repeated: number;
  hasHeader: boolean;
}

/**
 * Reads a text document of LibreOffice and others (OpenDocument 1.3, part 3): headings, lists, tables, links and notes, each note below the paragraph
 * that has it. What is deleted under tracked changes, comments and indexes are left out.
 *
 * @throws {DocumentProblem} `office_damaged`, `office_encrypted`, `document_too_long`
 */
export async function readOdt(bytes: Uint8Array, warnings: ReadingWarnings): Promise<Block[]> {
  const office = await OfficePackage.open(bytes);
  if (office.has('META-INF/manifest.xml')) {
    await readXml(office, 'META-INF/manifest.xml', {
      open(element) {
        if (element.name === 'encryption-data') throw encrypted();
      },
    });
  }
  const reader = new TextReader(warnings);
  await readXml(office, 'content.xml', reader);
  return reader.blocks.all();
}

class TextReader {
  readonly blocks: OfficeBlocks;
  readonly #warnings: ReadingWarnings;
  /** More than one where a note or a text box stands in a paragraph. */
  readonly #paragraphs: Paragraph[] = [];
  readonly #tables: Table[] = [];
  #lists = 0;
  /** The text of a note that is open, apart from the paragraph that has it. */
  #note: string[] | undefined;

  constructor(warnings: ReadingWarnings) {
    this.blocks = new OfficeBlocks(warnings);
    this.#warnings = warnings;
  }

  open(element: XmlElement): boolean | void {
    const { name } = element;
    if (SKIPPED.has(name) || INDEXES.test(name)) return false;
    const paragraph = this.#paragraphs.at(-1);
    const table = this.#tables.at(-1);
    switch (name) {
      case 'h':
      case 'p': {
        const level = name === 'h' ? Number(element.get('outline-level')) || 1 : undefined;
        this.#paragraphs.push({ text: '', level, isItem: name === 'p' && this.#lists > 0, notes: [], links: [] });
        return;
      }
      case 'list':
        this.#lists++;
        return;
      case 's':
        if (paragraph) paragraph.text += ' '.repeat(Math.min(MAX_SPACES, Number(element.get('c')) || 1));
        return;
      case 'tab':
        if (paragraph) paragraph.text += ' ';
        return;
      case 'line-break':
        if (paragraph) paragraph.text += '\n';
        return;
      case 'a':
        paragraph?.links.push({ from: paragraph.text.length, target: element.get('href') ?? '' });
        return;
      case 'note-citation':
        return false;
      case 'note-body':
        this.#note = [];
        return;
      case 'hidden-text':
      case 'hidden-paragraph':
        this.#warnings.about('hidden_parts', element.get('string-value') ?? name);
        return false;
      case 'table':
        this.#tables.push({ rows: [], row: [], repeated: 1, hasHeader: false });
        return;
      case 'table-header-rows':
        if (table) table.hasHeader = true;
        return;
      case 'table-row':
        if (table) table.row = [];
        return;
      case 'table-cell':
      case 'covered-table-cell':
        if (!table) return;
        table.repeated = Math.min(MAX_REPEATED, Number(element.get('number-columns-repeated')) || 1);
        this.blocks.openCell();
        return;
    }
  }

  text(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph) paragraph.text += text.replace(/\s+/g, ' ');
  }

  close(name: string): void {
    const table = this.#tables.at(-1);
    switch (name) {
      case 'h':
      case 'p':
        return this.#end(this.#paragraphs.pop()!);
      case 'list':
        this.#lists--;
        return;
      case 'a': {
        const paragraph = this.#paragraphs.at(-1);
        const link = paragraph?.links.pop();
        if (!paragraph || !link) return;
        const label = paragraph.text.slice(link.from);
        if (label.trim()) paragraph.text = paragraph.text.slice(0, link.from) + withTarget(label, link.target);
        return;
      }
      case 'note-body': {
        const note = this.#note?.join('\n') ?? '';
        this.#note = undefined;
        if (note) this.#paragraphs.at(-1)?.notes.push(note);
        return;
      }
      case 'table-cell':
      case 'covered-table-cell': {
        const cell = this.blocks.closeCell();
        if (table) for (let n = 0; n < table.repeated; n++) table.row.push(n === 0 ? cell : []);
        return;
      }
      case 'table-row':
        table?.rows.push(table.row);
        return;
      case 'table':
        this.#tables.pop();
        if (table) this.blocks.table(table.rows, table.hasHeader);
        return;
    }
  }

  #end({ text, level, isItem, notes }: Paragraph): void {
    if (this.#note) return void this.#note.push(text.trim());
    if (level !== undefined) this.blocks.heading(level, text);
    else if (isItem) this.blocks.item(text);
    else this.blocks.paragraph(text);
    for (const note of notes) this.blocks.paragraph(note);
  }
}
