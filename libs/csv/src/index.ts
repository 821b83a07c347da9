/** A row of a table, and the line of the file in which it begins. */
export interface CsvRow {
  line: number;
  cells: string[];
}

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
 * RFC 4180, and the line ends that spreadsheets write beside it. Blanks around a field are left out. Linear in the length of the text
 * (docs/adr/0025).
 *
 * @param separator none for a file of single lines
 * @returns the rows, and the line of a quote that is never closed
 */
export function parseCsv(text: string, separator: string | undefined, start: number): { rows: CsvRow[]; unclosed?: number } {
  const rows: CsvRow[] = [];
  let line = start > 0 ? 2 : 1;
  let row: CsvRow = { line, cells: [] };
  let cell = '';
  // Whether the cell holds more than blanks. Kept up as it grows, since testing the whole cell each time would be quadratic.
  let isBegun = false;
  let quotedSince = 0;
  const endCell = (): void => {
    row.cells.push(cell.trim());
    cell = '';
    isBegun = false;
  };
  for (let at = start; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '\n') line++;
    if (quotedSince > 0) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at];
      else quotedSince = 0;
    } else if (letter === '"' && !isBegun) {
      cell = '';
      isBegun = true;
      quotedSince = line;
    } else if (letter === separator) endCell();
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') {
        at++;
        line++;
      } else if (letter === '\r') line++;
      endCell();
      rows.push(row);
      row = { line, cells: [] };
    } else {
      cell += letter;
      isBegun ||= letter.trim() !== '';
    }
  }
  endCell();
  rows.push(row);
  return quotedSince > 0 ? { rows, unclosed: quotedSince } : { rows };
}
