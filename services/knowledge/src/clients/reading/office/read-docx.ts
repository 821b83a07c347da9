import type { Block } from '../../../domain/documents/block.js';
import { withTarget } from '../../../domain/documents/read-markdown.js';
import type { ReadingWarnings } from '../../../domain/documents/reading-warning.js';
import { OfficeBlocks } from './office-blocks.js';
import { OfficePackage, type Relation } from './office-package.js';
import { isOn, mainPart, partOfKind, readXml, relationsOf, type XmlElement } from './xml.js';

/** What a style says of its paragraphs. */
interface Style {
  /** Level of a heading, from 1. */
  heading?: number;
  isList?: boolean;
  isBold?: boolean;
  /** Lines of a table of contents, which repeat headings. */
  isContents?: boolean;
}
interface Paragraph {
  text: string;
  style: Style;
  level?: number;
  inList?: boolean;
  /** Letters, and those of them that are bold. */
  letters: number;
  bold: number;
  notes: string[];
  links: { from: number; target: string }[];
}
interface Table {
  rows: (readonly Block[])[][];
  row: (readonly Block[])[];
  hasHeader: boolean;
  /** How many columns the cell that is open takes, and whether it goes on with the one above. */
  span: number;
  continues: boolean;
}

/** Deleted and moved text, how paragraphs and runs looked before, the older form of a drawing, how to pronounce a word. */
const SKIPPED = new Set(['del', 'moveFrom', 'pPrChange', 'rPrChange', 'Fallback', 'rt']);
/** Frees a table of a few bytes from having a column for each number that a file may write. */
const MAX_SPAN = 60;
/** The look of a table has its first row apart (ECMA-376, part 1, section 17.4.55). */
const FIRST_ROW = 0x20;

/**
 * Reads a Word document (ECMA-376, part 1): headings by their styles, lists, tables, links and notes, each note below the paragraph that has it. What
 * is deleted under tracked changes is left out; so is hidden text, with a warning.
 *
 * @throws {DocumentProblem} `office_damaged`, `office_encrypted`, `document_too_long`
 */
export async function readDocx(bytes: Uint8Array, warnings: ReadingWarnings): Promise<Block[]> {
  const office = await OfficePackage.open(bytes);
  const main = await mainPart(office);
  const relations = await relationsOf(office, main);
  const styles = await readStyles(office, partOfKind(office, relations, 'styles'));
  const notes = new Map<string, string>();
  for (const kind of ['footnotes', 'endnotes']) {
    const part = partOfKind(office, relations, kind);
    if (part) await readNotes(office, part, notes);
  }
  const reader = new BodyReader(relations, styles, notes, warnings);
  await readXml(office, main, reader);
  return reader.blocks.all();
}

class BodyReader {
  readonly blocks: OfficeBlocks;
  readonly #relations: ReadonlyMap<string, Relation>;
  readonly #styles: ReadonlyMap<string, Style>;
  readonly #notes: ReadonlyMap<string, string>;
  readonly #warnings: ReadingWarnings;
  /** More than one where a text box stands in a paragraph. */
  readonly #paragraphs: Paragraph[] = [];
  readonly #tables: Table[] = [];
  /** Where an element's own properties are. */
  #in: 'paragraph' | 'run' | 'other' = 'other';
  #runIsBold = false;
  #runIsHidden = false;
  #takesText = false;
  #saidHidden = false;

  constructor(
    relations: ReadonlyMap<string, Relation>,
    styles: ReadonlyMap<string, Style>,
    notes: ReadonlyMap<string, string>,
    warnings: ReadingWarnings,
  ) {
    this.blocks = new OfficeBlocks(warnings);
    this.#relations = relations;
    this.#styles = styles;
    this.#notes = notes;
    this.#warnings = warnings;
  }

  open(element: XmlElement): boolean | void {
    if (SKIPPED.has(element.name)) return false;
    const paragraph = this.#paragraphs.at(-1);
    const table = this.#tables.at(-1);
    switch (element.name) {
      case 'p':
        this.#paragraphs.push({ text: '', style: {}, letters: 0, bold: 0, notes: [], links: [] });
        return;
      case 'pPr':
        this.#in = 'paragraph';
        return;
      case 'rPr':
        // Those in a paragraph's properties are of its mark alone.
        if (this.#in === 'paragraph') return false;
        this.#in = 'run';
        return;
      case 'pStyle':
        if (paragraph) paragraph.style = this.#styles.get(element.get('val') ?? '') ?? {};
        return;
      case 'outlineLvl':
        if (paragraph && this.#in === 'paragraph') paragraph.level = outlineOf(element);
        return;
      case 'numId':
        if (paragraph && this.#in === 'paragraph') paragraph.inList = element.get('val') !== '0';
        return;
      case 'r':
        this.#runIsBold = paragraph?.style.isBold ?? false;
        this.#runIsHidden = false;
        return;
      case 'b':
        if (this.#in === 'run') this.#runIsBold = isOn(element.get('val'));
        return;
      case 'vanish':
        if (this.#in === 'run') this.#runIsHidden = isOn(element.get('val'));
        return;
      case 't':
        this.#takesText = true;
        return;
      case 'tab':
        return this.#add(this.#in === 'other' ? ' ' : '');
      case 'br':
      case 'cr':
        return this.#add('\n');
      case 'noBreakHyphen':
        return this.#add('-');
      case 'hyperlink':
        paragraph?.links.push({ from: paragraph.text.length, target: this.#relations.get(element.relation ?? '')?.target ?? '' });
        return;
      case 'footnoteReference':
      case 'endnoteReference': {
        const note = this.#notes.get(`${element.name.replace('Reference', '')} ${element.get('id')}`);
        if (note) paragraph?.notes.push(note);
        return;
      }
      case 'tbl':
        this.#tables.push({ rows: [], row: [], hasHeader: false, span: 1, continues: false });
        return;
      case 'tblLook':
        if (table) table.hasHeader = looksHeaded(element);
        return;
      case 'tblHeader':
        if (table?.rows.length === 0 && isOn(element.get('val'))) table.hasHeader = true;
        return;
      case 'tr':
        if (table) table.row = [];
        return;
      case 'tc':
        if (!table) return;
        [table.span, table.continues] = [1, false];
        this.blocks.openCell();
        return;
      case 'gridSpan':
        if (table) table.span = Math.min(MAX_SPAN, Math.max(1, Number(element.get('val')) || 1));
        return;
      case 'vMerge':
        if (table) table.continues = element.get('val') !== 'restart';
        return;
    }
  }

  text(text: string): void {
    if (this.#takesText) this.#add(text);
  }

  close(name: string): void {
    switch (name) {
      case 't':
        this.#takesText = false;
        return;
      case 'pPr':
      case 'rPr':
        this.#in = 'other';
        return;
      case 'hyperlink': {
        const paragraph = this.#paragraphs.at(-1);
        const link = paragraph?.links.pop();
        if (paragraph && link) {
          const label = paragraph.text.slice(link.from);
          if (label.trim()) paragraph.text = paragraph.text.slice(0, link.from) + withTarget(label, link.target);
        }
        return;
      }
      case 'p':
        return this.#end(this.#paragraphs.pop()!);
      case 'tc':
        return this.#endCell();
      case 'tr': {
        const table = this.#tables.at(-1);
        table?.rows.push(table.row);
        return;
      }
      case 'tbl': {
        const table = this.#tables.pop()!;
        this.blocks.table(table.rows, table.hasHeader);
        return;
      }
    }
  }

  #add(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph || text === '') return;
    if (this.#runIsHidden) {
      if (!this.#saidHidden && text.trim()) this.#warnings.about('hidden_parts', text.trim());
      this.#saidHidden ||= text.trim() !== '';
      return;
    }
    paragraph.text += text;
    const letters = text.trim().length;
    paragraph.letters += letters;
    if (this.#runIsBold) paragraph.bold += letters;
  }

  #end({ text, style, level = style.heading, inList = style.isList, letters, bold, notes }: Paragraph): void {
    this.#in = 'other';
    if (style.isContents) return;
    if (level !== undefined) this.blocks.heading(level, text);
    else if (inList) this.blocks.item(text);
    else this.blocks.paragraph(text, letters > 0 && bold === letters);
    for (const note of notes) this.blocks.paragraph(note);
  }

  #endCell(): void {
    const table = this.#tables.at(-1);
    if (!table) return;
    const own = this.blocks.closeCell();
    const above = table.continues && own.length === 0 ? table.rows.at(-1)?.[table.row.length] : undefined;
    table.row.push(above ?? own, ...Array.from({ length: table.span - 1 }, () => []));
  }
}

/** @returns the level of a heading, from 1; undefined for the text of a body, which has level 9 */
function outlineOf(element: XmlElement): number | undefined {
  const level = Number(element.get('val'));
  return Number.isInteger(level) && level >= 0 && level < 9 ? level + 1 : undefined;
}

function looksHeaded(element: XmlElement): boolean {
  const said = element.get('firstRow');
  if (said !== undefined) return isOn(said);
  return (Number.parseInt(element.get('val') ?? '0', 16) & FIRST_ROW) !== 0;
}

/** The styles of paragraphs by their ids, each with what it has from the one that it is based on. */
async function readStyles(office: OfficePackage, part: string | undefined): Promise<Map<string, Style>> {
  const own = new Map<string, { style: Style; basedOn?: string }>();
  if (!part) return new Map();
  let current: { style: Style; basedOn?: string } | undefined;
  let isOfRun = false;
  await readXml(office, part, {
    open(element) {
      if (element.name === 'style' && element.get('type') === 'paragraph') {
        current = { style: {} };
        own.set(element.get('styleId') ?? '', current);
      }
      if (!current) return;
      const value = element.get('val') ?? '';
      if (element.name === 'name') {
        const level = /^heading ([1-9])$/i.exec(value)?.[1];
        if (level) current.style.heading = Number(level);
        else if (/^title$/i.test(value)) current.style.heading = 1;
        if (/^(toc \d|table of figures)$/i.test(value)) current.style.isContents = true;
      } else if (element.name === 'basedOn') current.basedOn = value;
      else if (element.name === 'outlineLvl') current.style.heading ??= outlineOf(element);
      else if (element.name === 'numId') current.style.isList = value !== '0';
      else if (element.name === 'rPr') isOfRun = true;
      else if (element.name === 'b' && isOfRun) current.style.isBold = isOn(element.get('val'));
    },
    close(name) {
      if (name === 'style') current = undefined;
      if (name === 'rPr') isOfRun = false;
    },
  });
  const whole = new Map<string, Style>();
  for (const id of own.keys()) {
    const chain: Style[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && own.has(at) && !seen.has(at); at = own.get(at)!.basedOn) {
      seen.add(at);
      chain.unshift(own.get(at)!.style);
    }
    whole.set(id, Object.assign({}, ...chain) as Style);
  }
  return whole;
}

/** Adds the text of each note, under `footnote 2`. */
async function readNotes(office: OfficePackage, part: string, notes: Map<string, string>): Promise<void> {
  let id: string | undefined;
  let text = '';
  let takes = false;
  await readXml(office, part, {
    open(element) {
      if (SKIPPED.has(element.name)) return false;
      if (element.name === 'footnote' || element.name === 'endnote') {
        // Lines between text and notes are notes with a type.
        id = element.get('type') && element.get('type') !== 'normal' ? undefined : `${element.name} ${element.get('id')}`;
        text = '';
      }
      takes = element.name === 't';
      if (element.name === 'tab') text += ' ';
    },
    text(said) {
      if (takes) text += said;
    },
    close(name) {
      takes = false;
      if (name === 'p') text += '\n';
      if ((name === 'footnote' || name === 'endnote') && id !== undefined && text.trim()) notes.set(id, text.trim());
    },
  });
}
