import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { parseCsv, separatorOf } from '#csv';
import { Problem } from '#service-kit';
import { tableOf } from '../../domain/rates/rate-card.js';

export const MAX_CSV_BYTES = 2 * 1024 * 1024;
const EXPECTED =
  'Send application/json, or multipart/form-data with name, source, effectiveFrom and the part "file" (and "markets") in CSV.';
const TABLES = {
  file: { rows: 'rates', columns: ['market', 'category', 'currency', 'amount'] },
  markets: { rows: 'markets', columns: ['country', 'market'] },
} as const;

/**
 * A card as it was sent: a JSON body, or a form with a table of rates (`file`) and one of countries (`markets`). What is in it nobody has
 * looked at yet.
 *
 * @throws {Problem} unsupported_media_type, invalid_form, csv_malformed, body_too_large, validation_failed (a column is missing)
 */
export async function readCard(request: FastifyRequest): Promise<object> {
  if (request.isMultipart()) return fromForm(request);
  const { body } = request;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new Problem(415, 'unsupported_media_type', EXPECTED);
}

async function fromForm(request: FastifyRequest): Promise<object> {
  const card: Record<string, unknown> = {};
  try {
    for await (const part of request.parts()) {
      const table = Object.hasOwn(TABLES, part.fieldname) ? TABLES[part.fieldname as keyof typeof TABLES] : undefined;
      if (part.type === 'file' && table) card[table.rows] = readTable(await part.toBuffer(), table);
      else if (part.type === 'file') part.file.resume();
      else if (['name', 'source', 'effectiveFrom'].includes(part.fieldname)) card[part.fieldname] = part.value;
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') {
      throw new Problem(413, 'body_too_large', `A table may have at most ${MAX_CSV_BYTES} bytes.`);
    }
    throw new Problem(400, 'invalid_form', `The form cannot be read (${(error as Error).message}). ${EXPECTED}`);
  }
  return card;
}

function readTable(bytes: Buffer, { rows: name, columns }: (typeof TABLES)[keyof typeof TABLES]): object[] {
  const text = bytes.toString('utf8');
  const { separator, start } = separatorOf(text);
  const { rows: lines, unclosed } = parseCsv(text, separator, start);
  if (unclosed !== undefined) {
    const detail = `The quote opened in line ${unclosed} is never closed. Write a quote inside a field as "".`;
    throw new Problem(422, 'csv_malformed', detail);
  }
  const cells = lines.map((line) => line.cells);
  const { rows, missing } = tableOf(cells, columns);
  if (missing.length > 0) {
    throw Problem.invalid(missing.map((column) => ({ field: `${name}.${column}`, message: 'the column is missing in the first row' })));
  }
  return rows;
}
