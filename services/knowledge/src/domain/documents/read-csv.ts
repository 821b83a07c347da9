import { parseCsv, separatorOf, type CsvRow } from '#csv';
import type { Block } from './block.js';
import { DocumentProblem } from './document-problem.js';
import { readTable } from './read-table.js';
import type { ReadingWarnings } from './reading-warning.js';

/**
 * A table with one entry a row; see {@link readTable}.
 *
 * @throws {DocumentProblem} `csv_malformed` with the line of a quote that is never closed, or of a row with another number of fields
 */
export function readCsv(text: string, warnings?: ReadingWarnings): Block[] {
  const { separator, start } = separatorOf(text);
  const parsed = parseCsv(text, separator, start);
  if (parsed.unclosed !== undefined) {
    throw new DocumentProblem(
      'csv_malformed',
      `The quote opened in line ${parsed.unclosed} is never closed. Write a quote inside a field as "".`,
    );
  }
  return readTable(parsed.rows, warnings, refuseRagged);
}

const widthOf = (row: CsvRow): number => row.cells.findLastIndex((cell) => cell !== '') + 1;

/**
 * A field that holds the separator or a line break, and stands in no quotes, tears its row apart; what is left would be put under the wrong
 * columns. Trailing fields may be missing.
 */
function refuseRagged(rows: readonly CsvRow[]): void {
  const [header] = rows;
  const width = header ? header.cells.length : 0;
  const torn = width < 2 ? undefined : rows.find((row) => widthOf(row) > width || (row.cells.length === 1 && width > 1));
  if (!torn) return;
  throw new DocumentProblem(
    'csv_malformed',
    `Line ${torn.line} has ${torn.cells.length} ${torn.cells.length === 1 ? 'field' : 'fields'}, the first row of the table ${width}. Put quotes around a field that holds the separator or a line break.`,
  );
}
