/** A row of a table, and the line of the file in which it begins. */
export interface CsvRow {
  line: number;
  cells: string[];
  /** A cell was longer than the reader keeps: what is left of it is its beginning. */
  isCut?: true;
}

/**
 * Reads CSV as it comes in: RFC 4180, and the line ends that spreadsheets write beside it. Blanks around a field are left out. Linear in the length of
 * the text (docs/adr/0025), and it keeps no more than one row.
 */
export class CsvReader {
  #row: CsvRow;
  #cell = '';
  // Whether the cell holds more than blanks. Kept up as it grows, since testing the whole cell each time would be quadratic.
  #isBegun = false;
  #quotedSince = 0;
  /** The last letter of a part, where what it means depends on the next one. */
  #held = '';

  /**
   * @param separator none for a file of single lines
   * @param line of the file in which the text begins
   * @param maxCell letters of a cell that are kept
   */
  constructor(
    private readonly separator: string | undefined,
    private line = 1,
    private readonly maxCell = Infinity,
  ) {
    this.#row = { line, cells: [] };
  }

  /** @returns the rows that end in this part of the text */
  push(part: string): CsvRow[] {
    const rows: CsvRow[] = [];
    const text = this.#held + part;
    this.#held = '';
    for (let at = 0; at < text.length; at++) {
      const letter = text[at]!;
      if (at === text.length - 1 && (letter === '\r' || (letter === '"' && this.#quotedSince > 0))) {
        this.#held = letter;
        return rows;
      }
      if (letter === '\n') this.line++;
      if (this.#quotedSince > 0) {
        if (letter !== '"') this.#keep(letter);
        else if (text[at + 1] === '"') this.#keep(text[++at]!);
        else this.#quotedSince = 0;
      } else if (letter === '"' && !this.#isBegun) {
        this.#cell = '';
        this.#isBegun = true;
        this.#quotedSince = this.line;
      } else if (letter === this.separator) this.#endCell();
      else if (letter === '\n' || letter === '\r') {
        if (letter === '\r' && text[at + 1] === '\n') at++;
        if (letter === '\r') this.line++;
        rows.push(this.#endRow());
      } else {
        this.#keep(letter);
        this.#isBegun ||= letter.trim() !== '';
      }
    }
    return rows;
  }

  /** @returns the last row, and the line of a quote that is never closed */
  end(): { rows: CsvRow[]; unclosed?: number } {
    const held = this.#held;
    this.#held = '';
    if (held === '"') this.#quotedSince = 0;
    const rows: CsvRow[] = [];
    if (held === '\r') {
      this.line++;
      if (this.#quotedSince > 0) this.#keep(held);
      else rows.push(this.#endRow());
    }
    const unclosed = this.#quotedSince;
    rows.push(this.#endRow());
    return unclosed > 0 ? { rows, unclosed } : { rows };
  }

  #keep(letter: string): void {
    if (this.#cell.length < this.maxCell) this.#cell += letter;
    else this.#row.isCut = true;
  }

  #endCell(): void {
    this.#row.cells.push(this.#cell.trim());
    this.#cell = '';
    this.#isBegun = false;
  }

  #endRow(): CsvRow {
    this.#endCell();
    const row = this.#row;
    this.#row = { line: this.line, cells: [] };
    return row;
  }
}
