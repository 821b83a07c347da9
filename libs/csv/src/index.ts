import { CsvReader, type CsvRow } from './csv-reader.js';

export { CsvReader, type CsvRow } from './csv-reader.js';
export { decodedAs, guessEncoding, SAMPLE_BYTES } from './guess-encoding.js';
export { csvLine } from './csv-line.js';

const SEPARATORS = [',', ';', '\t', '|'];
/** Enough to see how a file is made. */
const SAMPLE_CHARACTERS = 100_000;
/** The line by which a spreadsheet names the separator. */
const NAMED = /^\uFEFF?"?sep=(.)"?\r?\n/i;

/**
 * The separator that gives the most rows an equal number of fields, two at least; not the one that is in the first line most often, which may be a
 * sentence with commas. Of equals the one with more fields.
 *
 * @returns the separator, none for a file of single lines, and where the table starts
 */
export function separatorOf(text: string): { separator: string | undefined; start: number } {
  const named = NAMED.exec(text);
  if (named) return { separator: named[1]!, start: named[0].length };
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  let best: { separator: string | undefined; rows: number; fields: number } = { separator: undefined, rows: 0, fields: 1 };
  let most = 0;
  for (const separator of SEPARATORS) {
    const parsed = parseCsv(sample, separator, 0);
    // The last row of a sample is cut; a single one is all there is to see.
    const whole = sample.length < text.length && parsed.rows.length > 1 ? parsed.rows.slice(0, -1) : parsed.rows;
    const counts = new Map<number, number>();
    for (const { cells } of whole) if (cells.some((cell) => cell !== '')) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    most = Math.max(
      most,
      [...counts.values()].reduce((sum, count) => sum + count, 0),
    );
    for (const [fields, rows] of counts) {
      if (fields > 1 && (rows > best.rows || (rows === best.rows && fields > best.fields))) best = { separator, rows, fields };
    }
  }
  // A few commas in a list of sentences make no table.
  return { separator: best.rows * 2 >= most ? best.separator : undefined, start: 0 };
}

/**
 * A whole text; see {@link CsvReader}.
 *
 * @param separator none for a file of single lines
 * @returns the rows, and the line of a quote that is never closed
 */
export function parseCsv(text: string, separator: string | undefined, start: number): { rows: CsvRow[]; unclosed?: number } {
  const reader = new CsvReader(separator, start > 0 ? 2 : 1);
  const rows = reader.push(start > 0 ? text.slice(start) : text);
  const { rows: last, unclosed } = reader.end();
  rows.push(...last);
  return unclosed === undefined ? { rows } : { rows, unclosed };
}
