import { CsvReader, type CsvRow, decodedAs, guessEncoding, SAMPLE_BYTES, separatorOf } from '#csv';
import { MAX_CELL } from './import-row.js';

/** How a file of rows is to be read. */
export interface TableForm {
  encoding: string;
  /** Undefined for a file of single columns. */
  separator: string | undefined;
  /** Letters before the table: a line that names the separator. */
  start: number;
  headers: string[];
}

export const HEAD_BYTES = SAMPLE_BYTES;
const MAX_COLUMNS = 200;
const MAX_HEADER = 200;
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/**
 * Finds out how a file of customers is written.
 *
 * @param head its first {@link HEAD_BYTES} @param isWhole whether that is all @returns the form, or why the file is none that can be read
 */
export function readTableForm(head: Uint8Array, isWhole: boolean): TableForm | { fault: string } {
  if (head.length === 0) return { fault: 'the file is empty' };
  if (ZIP.every((byte, at) => head[at] === byte))
    return { fault: 'this is a workbook or an archive; save the sheet as CSV (UTF-8) and send that' };
  const encoding = encodingOf(head, isWhole);
  const text = new TextDecoder(encoding).decode(head, { stream: !isWhole });
  const controls = text.match(/(?![\t\n\f\r])\p{Cc}/gu)?.length ?? 0;
  if (controls > text.length / 50) return { fault: 'the file holds no readable text; save it as CSV in UTF-8' };
  const { separator, start } = separatorOf(text);
  const reader = new CsvReader(separator, 1, MAX_CELL);
  const rows = reader.push(text.slice(start));
  const first = (rows.length === 0 ? reader.end().rows : rows).find(({ cells }) => cells.some((cell) => cell !== ''));
  if (!first) return { fault: 'the first row must name the columns' };
  const headers = first.cells.map((cell) => cell.slice(0, MAX_HEADER));
  while (headers.at(-1) === '') headers.pop();
  if (headers.length > MAX_COLUMNS) return { fault: `the file has ${headers.length} columns; ${MAX_COLUMNS} are allowed` };
  return { encoding, separator, start, headers };
}

function encodingOf(head: Uint8Array, isWhole: boolean): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // The sample may end inside of a letter of up to four bytes.
  for (let cut = 0; cut < (isWhole ? 1 : 4); cut++)
    if (decodedAs('utf-8', head.subarray(0, head.length - cut)) !== undefined) return 'utf-8';
  return guessEncoding(head);
}

/** The first rows below the names of the columns. */
export function rowsOf(head: Uint8Array, { encoding, separator, start }: TableForm, most: number): CsvRow[] {
  const text = new TextDecoder(encoding).decode(head, { stream: true });
  const reader = new CsvReader(separator, start > 0 ? 2 : 1, MAX_CELL);
  const rows = reader.push(text.slice(start));
  // What is cut off in the middle is no row.
  if (head.length < HEAD_BYTES) rows.push(...reader.end().rows);
  return rows.filter(({ cells }) => cells.some((cell) => cell !== '')).slice(1, most + 1);
}
