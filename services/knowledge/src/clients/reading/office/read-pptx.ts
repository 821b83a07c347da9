import type { Block } from '../../../domain/documents/block.js';
import { withTarget } from '../../../domain/documents/read-markdown.js';
import type { ReadingWarnings } from '../../../domain/documents/reading-warning.js';
import { OfficeBlocks } from './office-blocks.js';
import { OfficePackage, tooLong, type Relation } from './office-package.js';
import { isOn, mainPart, partOfKind, readXml, relationsOf } from './xml.js';

/** More slides make too many passages anyway. */
const MAX_SLIDES = 5_000;
/** The first line of a slide without a title stands for it, when it is no longer than this. */
const LONGEST_TITLE = 80;
/** Boxes that repeat on every slide. */
const REPEATED = new Set(['dt', 'ftr', 'sldNum', 'hdr']);

interface Line {
  text: string;
  isItem: boolean;
}
type Part = { kind: 'title'; text: string } | { kind: 'lines'; lines: Line[] } | { kind: 'table'; rows: string[][]; hasHeader: boolean };

/**
 * Reads a presentation (ECMA-376, part 1, section 13) slide by slide, in the order in which they are shown: the title as a heading, then its boxes and
 * tables, then its notes. Hidden slides are left out, with a warning.
 *
 * @throws {DocumentProblem} `office_damaged`, `office_encrypted`, `document_too_long`
 */
export async function readPptx(bytes: Uint8Array, warnings: ReadingWarnings): Promise<Block[]> {
  const office = await OfficePackage.open(bytes);
  const main = await mainPart(office);
  const relations = await relationsOf(office, main);
  const slides: string[] = [];
  await readXml(office, main, {
    open(element) {
      const slide = element.name === 'sldId' ? relations.get(element.relation ?? '') : undefined;
      if (slide) slides.push(slide.target);
    },
  });
  if (slides.length > MAX_SLIDES) throw tooLong(`has ${slides.length} slides; ${MAX_SLIDES} are allowed`);
  const blocks = new OfficeBlocks(warnings);
  for (const [index, part] of slides.entries()) await readSlide(office, part, String(index + 1), blocks, warnings);
  return blocks.all();
}

async function readSlide(
  office: OfficePackage,
  part: string,
  number: string,
  blocks: OfficeBlocks,
  warnings: ReadingWarnings,
): Promise<void> {
  const relations = await relationsOf(office, part);
  const { parts, isHidden } = await readShapes(office, part, relations, false);
  if (isHidden) return warnings.about('hidden_parts', number);
  const notes = partOfKind(office, relations, 'notesSlide');
  const spoken = notes ? (await readShapes(office, notes, new Map(), true)).parts : [];
  if (parts.length === 0 && spoken.length === 0) return warnings.about('slides_without_text', number);
  blocks.heading(2, titleOf(parts) ?? number);
  for (const each of [...parts, ...spoken]) {
    if (each.kind === 'lines') {
      for (const { text, isItem } of each.lines) {
        if (isItem) blocks.item(text);
        else blocks.paragraph(text);
      }
    }
    if (each.kind === 'table') {
      const cells = each.rows.map((row) => row.map((text): Block[] => (text ? [{ kind: 'paragraph', text }] : [])));
      blocks.table(cells, each.hasHeader);
    }
  }
}

/** Takes the title from the parts of a slide: of its box for it, or of a first short line that stands by itself. */
function titleOf(parts: Part[]): string | undefined {
  const titled = parts.find((part) => part.kind === 'title');
  if (titled) return titled.text;
  const [first] = parts;
  if (first?.kind !== 'lines' || first.lines.length !== 1 || first.lines[0]!.text.length > LONGEST_TITLE || parts.length === 1)
    return undefined;
  parts.shift();
  return first.lines[0]!.text;
}

/** @param isNotes reads the box of the notes alone: beside it stand a picture of the slide and its number */
async function readShapes(
  office: OfficePackage,
  part: string,
  relations: ReadonlyMap<string, Relation>,
  isNotes: boolean,
): Promise<{ parts: Part[]; isHidden: boolean }> {
  const parts: Part[] = [];
  let isHidden = false;
  let box: { type: string | undefined; isPlaceholder: boolean } = { type: undefined, isPlaceholder: false };
  let lines: Line[] = [];
  let line: { text: string; isItem: boolean | undefined } | undefined;
  let link = '';
  let takesText = false;
  let table: { rows: string[][]; hasHeader: boolean } | undefined;
  await readXml(office, part, {
    open(element) {
      switch (element.name) {
        case 'sld':
          isHidden = !isOn(element.get('show'));
          return;
        case 'Fallback':
          return false;
        case 'sp':
          box = { type: undefined, isPlaceholder: false };
          lines = [];
          return;
        case 'ph':
          box = { type: element.get('type') ?? 'body', isPlaceholder: true };
          return;
        case 'p':
          line = { text: '', isItem: undefined };
          return;
        case 'buNone':
          if (line) line.isItem = false;
          return;
        case 'buChar':
        case 'buAutoNum':
          if (line) line.isItem = true;
          return;
        case 't':
          takesText = true;
          return;
        case 'br':
          if (line) line.text += '\n';
          return;
        case 'hlinkClick':
          link = relations.get(element.relation ?? '')?.target ?? '';
          return;
        case 'tbl':
          table = { rows: [], hasHeader: false };
          return;
        case 'tblPr':
          if (table) table.hasHeader = element.get('firstRow') !== undefined && isOn(element.get('firstRow'));
          return;
        case 'tr':
          table?.rows.push([]);
          return;
        case 'tc':
          lines = [];
          return;
      }
    },
    text(text) {
      if (takesText && line) line.text += text;
    },
    close(name) {
      switch (name) {
        case 't':
          takesText = false;
          return;
        case 'r':
          if (line && link) line.text = withTarget(line.text, link);
          link = '';
          return;
        case 'p': {
          const text = line?.text.trim() ?? '';
          // Lines of a body have bullets unless they say otherwise; those of other boxes have none.
          const isItem = line?.isItem ?? (box.isPlaceholder && !isNotes && !table);
          if (text) lines.push({ text, isItem });
          line = undefined;
          return;
        }
        case 'tc':
          table?.rows.at(-1)?.push(lines.map(({ text }) => text).join('\n'));
          lines = [];
          return;
        case 'tbl':
          if (table) parts.push({ kind: 'table', ...table });
          table = undefined;
          return;
        case 'sp': {
          const taken = isNotes ? box.type === 'body' : !REPEATED.has(box.type ?? '');
          if (!taken || lines.length === 0) return;
          if (/^(title|ctrTitle)$/i.test(box.type ?? '')) parts.push({ kind: 'title', text: lines.map(({ text }) => text).join(' ') });
          else parts.push({ kind: 'lines', lines: lines.length === 1 ? [{ ...lines[0]!, isItem: false }] : lines });
          lines = [];
          return;
        }
      }
    },
  });
  return { parts, isHidden };
}
