import type { TenantDatabase, Transaction } from '#database';
import type { CompanyTable } from './company-table.js';

/** Rows of one transaction: none is so long that others wait for it. */
const BATCH = 5_000;
/** Characters of one reply: as JSON inside JSON they take three bytes each at most, and a message holds 900 KB. */
const MAX_CHARACTERS = 250_000;

export interface Place {
  after: string[] | null;
  offset: number;
}

/** The rows that a service holds of companies, by its list of tables. */
export class CompanyRows {
  /** The row that is being read part by part: it is not asked for again with each. */
  #long: { of: string; line: string; key: string[] } | undefined;

  constructor(
    private readonly database: TenantDatabase,
    readonly tables: readonly CompanyTable[],
    private readonly batch = BATCH,
  ) {}

  /**
   * Deletes the rows of a company, table after table in the order of the list, a batch in each transaction. Whoever dies in between begins
   * anew and finds less.
   */
  async delete(tenantId: string): Promise<void> {
    for (const { kept, special, role, keys, statements } of this.tables) {
      if (kept !== undefined || special !== undefined) continue;
      if (statements.part !== undefined) await this.#repeat(tenantId, role, statements.part, [this.batch]);
      await this.#repeat(tenantId, role, statements.delete, keys.length > 0 ? [this.batch] : []);
    }
  }

  /** The files of the archive that this service fills. */
  files(): string[] {
    return this.tables.flatMap((table) => table.export ?? []);
  }

  /**
   * A page of a file as NDJSON.
   *
   * @param from where the page before ended; undefined for the first @returns `next` null at the end
   * @throws {TypeError} for a file that there is not
   */
  async page(tenantId: string, file: string, from: Place = { after: null, offset: 0 }): Promise<{ text: string; next: Place | null }> {
    const table = this.tables.find((each) => each.export === file);
    if (!table) throw new TypeError(`there is no file ${file}`);
    const of = JSON.stringify([tenantId, file, from.after]);
    if (from.offset > 0 && this.#long?.of === of) return this.#part(this.#long.line, from, this.#long.key);
    const { first, next } = table.statements;
    const text = from.after === null ? first : next;
    const rows = await this.#as(tenantId, table.role, (tx) =>
      tx.query<Record<string, unknown>>(text, [tenantId, table.pageRows, ...(from.after ?? [])]),
    );
    const lines = rows.map((row) => ({ line: lineOf(row), key: table.keys.map((key) => String(row[key])) }));
    const long = lines[0];
    if (long && (from.offset > 0 || long.line.length > MAX_CHARACTERS)) {
      this.#long = { of, ...long };
      return this.#part(long.line, from, long.key);
    }
    return whole(lines, table, from);
  }

  /** A part of a row that is too long for one reply; behind its end stands the next row. */
  #part(line: string, { after, offset }: Place, key: string[]): { text: string; next: Place | null } {
    const end = offset + MAX_CHARACTERS;
    const text = line.slice(offset, end);
    if (end < line.length) return { text, next: { after, offset: end } };
    this.#long = undefined;
    return { text, next: { after: key, offset: 0 } };
  }

  async #repeat(tenantId: string, role: CompanyTable['role'], text: string, values: readonly unknown[]): Promise<void> {
    for (let done = this.batch; done >= this.batch;) {
      done = await this.#as(tenantId, role, (tx) => tx.execute(text, [tenantId, ...values]));
    }
  }

  #as<T>(tenantId: string, role: CompanyTable['role'], work: (tx: Transaction) => Promise<T>): Promise<T> {
    return role === 'system' ? this.database.forSystem(work) : this.database.forTenant(tenantId, work);
  }
}

/** As many whole rows as fit; the first does. */
function whole(lines: readonly { line: string; key: string[] }[], table: CompanyTable, from: Place): { text: string; next: Place | null } {
  let text = '';
  let { after } = from;
  for (const { line, key } of lines) {
    if (text.length + line.length > MAX_CHARACTERS) return { text, next: { after, offset: 0 } };
    text += line;
    after = key;
  }
  const isMore = table.keys.length > 0 && lines.length === table.pageRows;
  return { text, next: isMore ? { after, offset: 0 } : null };
}

/** One row as a line of NDJSON; bytes as base64. */
const lineOf = (row: Record<string, unknown>): string =>
  `${JSON.stringify(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('base64') : value])))}\n`;
