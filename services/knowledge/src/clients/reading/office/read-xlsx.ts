import { createRequire } from 'node:module';
import type { CsvRow } from '#csv';
import type { Block } from '../../../domain/documents/block.js';
import { readTable } from '../../../domain/documents/read-table.js';
import type { ReadingWarnings } from '../../../domain/documents/reading-warning.js';
import { OfficePackage, tooLong } from './office-package.js';
import { isOn, mainPart, partOfKind, readXml, relationsOf } from './xml.js';

/** Formats numbers as spreadsheets show them. Its ES modules are marked as such by nothing, so it is loaded as CommonJS. */
const { format } = createRequire(import.meta.url)('numfmt') as typeof import('numfmt');

/** A row is a passage, of which a document may have 5,000. */
const MAX_CELLS = 500_000;
const MAX_SHEETS = 500;
const MAX_MERGED = 10_000;
/** Rows of one cell that go over several, all together. */
const MAX_FILLED = 200_000;
/** Days between 1 January 1900, from which Excel counts, and 1904, from which old workbooks of a Mac do. */
const DAYS_TO_1904 = 1_462;
/** Formats that every program knows without their being written down (ECMA-376, part 1, section 18.8.30). */
const BUILT_IN: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  12: '# ?/?',
  13: '# ??/??',
  // How a person's own settings show a date is not in the file.
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd h:mm',
  37: '#,##0;(#,##0)',
  38: '#,##0;(#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;(#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
  48: '##0.0E+0',
  49: '@',
};

interface Book {
  strings: readonly string[];
  /** Pattern of each style of a cell. */
  patterns: readonly string[];
  countsFrom1904: boolean;
}

/**
 * Reads a workbook (ECMA-376, part 1, section 12): each sheet as a table, by the same rules as CSV, its numbers and dates as the sheet shows them. Hidden
 * sheets are left out, with a warning; so are cells that show an error.
 *
 * @throws {DocumentProblem} `office_damaged`, `office_encrypted`, `document_too_long`
 */
export async function readXlsx(bytes: Uint8Array, warnings: ReadingWarnings): Promise<Block[]> {
  const office = await OfficePackage.open(bytes);
  const main = await mainPart(office);
  const relations = await relationsOf(office, main);
  const sheets: { name: string; part: string }[] = [];
  let countsFrom1904 = false;
  await readXml(office, main, {
    open(element) {
      if (element.name === 'workbookPr') countsFrom1904 = element.get('date1904') !== undefined && isOn(element.get('date1904'));
      const relation = element.name === 'sheet' ? relations.get(element.relation ?? '') : undefined;
      if (!relation || relation.kind !== 'worksheet') return;
      const name = element.get('name') ?? '';
      if (/hidden/i.test(element.get('state') ?? '')) warnings.about('hidden_parts', name);
      else sheets.push({ name, part: relation.target });
    },
  });
  if (sheets.length > MAX_SHEETS) throw tooLong(`has ${sheets.length} sheets; ${MAX_SHEETS} are allowed`);
  const book: Book = {
    strings: await readStrings(office, partOfKind(office, relations, 'sharedStrings')),
    patterns: await readPatterns(office, partOfKind(office, relations, 'styles')),
    countsFrom1904,
  };
  const budget = { cells: MAX_CELLS };
  const tables: { name: string; blocks: Block[] }[] = [];
  for (const { name, part } of sheets) {
    const blocks = readTable(await readSheet(office, part, name, book, budget, warnings), warnings);
    if (blocks.length > 0) tables.push({ name, blocks });
  }
  // The name of an only sheet says nothing: it is mostly "Sheet1".
  return tables.flatMap(({ name, blocks }) =>
    tables.length > 1 ? [{ kind: 'heading', level: 1, text: name } as const, ...under(blocks)] : blocks,
  );
}

/** A title in a sheet stands below the sheet's name. */
const under = (blocks: readonly Block[]): Block[] =>
  blocks.map((block) => (block.kind === 'heading' ? { ...block, level: block.level + 1 } : block));

async function readStrings(office: OfficePackage, part: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (!part) return strings;
  let text = '';
  let takes = false;
  await readXml(office, part, {
    open(element) {
      // How to pronounce it.
      if (element.name === 'rPh') return false;
      if (element.name === 'si') text = '';
      takes = element.name === 't';
    },
    text(said) {
      if (takes) text += said;
    },
    close(name) {
      takes = false;
      if (name === 'si') strings.push(text);
    },
  });
  return strings;
}

async function readPatterns(office: OfficePackage, part: string | undefined): Promise<string[]> {
  const own = new Map<number, string>();
  const patterns: string[] = [];
  if (!part) return patterns;
  let isOfCells = false;
  await readXml(office, part, {
    open(element) {
      const id = Number(element.get('numFmtId'));
      if (element.name === 'numFmt') own.set(id, element.get('formatCode') ?? 'General');
      else if (element.name === 'cellXfs') isOfCells = true;
      else if (element.name === 'xf' && isOfCells) patterns.push(own.get(id) ?? BUILT_IN[id] ?? 'General');
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return patterns;
}

/** The rows of a sheet with the columns that have something in them. */
async function readSheet(
  office: OfficePackage,
  part: string,
  sheet: string,
  book: Book,
  budget: { cells: number },
  warnings: ReadingWarnings,
): Promise<CsvRow[]> {
  const rows = new Map<number, Map<number, string>>();
  const columns = new Set<number>();
  const merged: string[] = [];
  let row = 0;
  let column = 0;
  let cell: { type: string | undefined; style: number; value: string; hasFormula: boolean; at: string } | undefined;
  let takes = false;
  const put = (text: string): void => {
    if (text === '') return;
    if (--budget.cells < 0) throw tooLong(`has more than ${MAX_CELLS} filled cells`);
    let cells = rows.get(row);
    if (!cells) rows.set(row, (cells = new Map()));
    cells.set(column, text);
    columns.add(column);
  };
  await readXml(office, part, {
    open(element) {
      switch (element.name) {
        case 'rPh':
          return false;
        case 'row':
          row = Number(element.get('r')) || row + 1;
          column = 0;
          return;
        case 'c': {
          const at = element.get('r') ?? '';
          column = columnOf(at) || column + 1;
          cell = { type: element.get('t'), style: Number(element.get('s')) || 0, value: '', hasFormula: false, at };
          return;
        }
        case 'f':
          if (cell) cell.hasFormula = true;
          takes = false;
          return;
        case 'v':
        case 't':
          takes = true;
          return;
        case 'mergeCell':
          if (merged.length < MAX_MERGED) merged.push(element.get('ref') ?? '');
          return;
      }
    },
    text(text) {
      if (takes && cell) cell.value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') takes = false;
      if (name !== 'c' || !cell) return;
      if (cell.type === 'e' || (cell.hasFormula && cell.value === '' && cell.type !== 'str'))
        warnings.about('cells_without_value', `${sheet}!${cell.at}`);
      else put(shown(cell, book).trim());
      cell = undefined;
    },
  });
  let left = MAX_FILLED;
  for (const range of merged) left -= fillDown(rows, range, left);
  const used = [...columns].sort((a, b) => a - b);
  return [...rows.keys()]
    .sort((a, b) => a - b)
    .map((number) => ({ line: number, cells: used.map((each) => rows.get(number)!.get(each) ?? '') }));
}

/** A cell as the sheet shows it. */
function shown({ type, style, value }: { type: string | undefined; style: number; value: string }, book: Book): string {
  if (type === 's') return book.strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === 'inlineStr' || type === 'str' || type === 'd') return value;
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value;
  const pattern = book.patterns[style] ?? 'General';
  try {
    const serial = book.countsFrom1904 && /[dmy]/i.test(pattern.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')) ? number + DAYS_TO_1904 : number;
    return format(pattern, serial, { throws: true });
  } catch {
    // A pattern that nobody knows.
    return String(number);
  }
}

/** `AB12` -> 28; 0 when it names no column */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/**
 * One cell for several rows, as the topic of several questions, is said in each of them that has anything else.
 *
 * @returns how many rows it went over, `most` at most
 */
function fillDown(rows: ReadonlyMap<number, Map<number, string>>, range: string, most: number): number {
  const [, from, first, to, last] = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(range) ?? [];
  if (from === undefined || from !== to) return 0;
  const column = columnOf(from);
  const text = rows.get(Number(first))?.get(column);
  const count = Math.min(most, Number(last) - Number(first));
  if (text === undefined || count <= 0) return 0;
  for (let n = 1; n <= count; n++) rows.get(Number(first) + n)?.set(column, text);
  return count;
}
