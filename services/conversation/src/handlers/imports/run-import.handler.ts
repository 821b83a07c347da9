import { Injectable } from '@nestjs/common';
import { CsvReader, type CsvRow } from '#csv';
import { isDatabaseUnavailable, isLockNotAvailable, isRetryable, TenantDatabase } from '#database';
import type { ImportMapping } from '../../domain/imports/import-mapping.js';
import { MAX_CELL, readImportRow, type ImportDraft, type RefusedRow } from '../../domain/imports/import-row.js';
import { HEAD_BYTES, readTableForm } from '../../domain/imports/open-table.js';
import type { ContactImport } from '../../domain/imports/contact-import.js';
import { ContactImportRow } from '../../persistence/imports/contact-import.entity.js';
import { ImportsRepository, type ImportKey } from '../../persistence/imports/imports.repository.js';
import { CheckAttributes } from '../attributes/check-attributes.step.js';
import type { AttributeDefinition } from '../../domain/attributes/attribute-definition.js';
import { ImportBatch } from './import-batch.step.js';
import { ImportFiles } from './import-files.handler.js';
import { ImportClock } from './import-clock.state.js';

/** Rows of one transaction. */
const BATCH = 1_000;
/** A process that has ended lets go of an import so much later. */
export const LEASE_MS = 30_000;

interface Batch {
  rows: CsvRow[];
  bytesDone: number;
  isLast: boolean;
  unclosed?: number | undefined;
}

/** Takes a file into the book, batch by batch. Each is a transaction with its place in the file: whoever goes on does so behind it. */
@Injectable()
export class RunImportHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportsRepository,
    private readonly batch: ImportBatch,
    private readonly files: ImportFiles,
    private readonly attributes: CheckAttributes,
    private readonly clock: ImportClock,
  ) {}

  /** @param isOver asked behind each batch: whether another one is to go on */
  async execute({ tenantId, id }: ImportKey, isOver: () => boolean | Promise<boolean>): Promise<void> {
    const { run, definitions } = await this.database.forTenant(tenantId, async (tx) => ({
      run: await tx.rows(ContactImportRow).find(id),
      definitions: await this.attributes.definitions(tx),
    }));
    if (run?.status !== 'running') return;
    const file = await this.files.get({ tenantId, id });
    if (!file) return this.#end(tenantId, id, 'the file is not there any more; send it again');
    try {
      let position = 0;
      for await (const batch of batches(readable(file.body as AsyncIterable<Buffer>), run)) {
        const next = position + batch.rows.length;
        if (next > run.position || batch.isLast) {
          const rows = batch.rows.slice(Math.max(0, run.position - position));
          if (!(await this.#take(tenantId, { run, definitions }, { ...batch, rows, from: Math.max(position, run.position), to: next })))
            return;
          if (!batch.isLast && (await isOver())) return;
        }
        position = next;
      }
    } catch (error) {
      if (!isPassing(error)) await this.#end(tenantId, id, `the import stopped: ${(error as Error).message.slice(0, 200)}`);
      throw error;
    } finally {
      file.body.destroy();
    }
    await this.files.delete({ tenantId, id });
  }

  /** @returns whether to go on: not after somebody has cancelled it, nor where another process has gone on */
  async #take(
    tenantId: string,
    { run, definitions }: { run: ContactImport; definitions: readonly AttributeDefinition[] },
    { rows, from, to, bytesDone, isLast, unclosed }: Batch & { from: number; to: number },
  ): Promise<boolean> {
    const drafts: ImportDraft[] = [];
    const refused: RefusedRow[] = [];
    for (const row of rows) {
      const read = readImportRow(row, run.mapping as ImportMapping, run.defaultCountry, definitions);
      if (!read) continue;
      if ('message' in read) refused.push(read);
      else drafts.push(read);
    }
    if (unclosed !== undefined) {
      const message = `the quote opened in line ${unclosed} is never closed; write a quote inside a cell as ""`;
      refused.push({ line: unclosed, field: 'row', message });
    }
    return this.database.forTenant(tenantId, async (tx) => {
      const now = await tx.rows(ContactImportRow).lock(run.id);
      if (now?.status !== 'running' || now.position !== from) return false;
      const { created, updated, refused: beyondPlan } = await this.batch.execute(tx, now, drafts);
      const rejected = [...refused, ...beyondPlan];
      await this.imports.addErrors(tx, run.id, rejected);
      await this.imports.advance(tx, run.id, {
        position: to,
        bytesDone,
        rows: drafts.length + refused.length,
        created,
        updated,
        rejected: rejected.length,
        leasedUntil: new Date(this.clock.now().getTime() + LEASE_MS).toISOString(),
      });
      if (isLast) await tx.rows(ContactImportRow).change(run.id, { status: 'done', finishedAt: this.clock.now().toISOString() });
      return true;
    });
  }

  async #end(tenantId: string, id: string, error: string): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const run = await tx.rows(ContactImportRow).lock(id);
      if (run?.status === 'running')
        await tx.rows(ContactImportRow).change(id, { status: 'failed', error, finishedAt: this.clock.now().toISOString() });
    });
    await this.files.delete({ tenantId, id });
  }
}

/** The store breaks off: it gives the file whole another time. */
class BrokenRead extends Error {}

async function* readable(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    throw new BrokenRead(`the file was not read to its end: ${(error as Error).message}`, { cause: error });
  }
}

/** Postgres and the store come back; anything else would happen again. */
const isPassing = (error: unknown): boolean =>
  error instanceof BrokenRead || isDatabaseUnavailable(error) || isRetryable(error) || isLockNotAvailable(error);

/** The rows below the names of the columns, {@link BATCH} at a time: no more of the file is in memory. */
async function* batches(body: AsyncIterable<Buffer>, run: ContactImport): AsyncGenerator<Batch> {
  const decoder = new TextDecoder(run.encoding);
  let reader: CsvReader | undefined;
  let isBelowNames = false;
  let rows: CsvRow[] = [];
  let bytesDone = 0;
  let head = Buffer.alloc(0);
  const below = (read: CsvRow[]): CsvRow[] => {
    if (isBelowNames) return read;
    const names = read.findIndex(({ cells }) => cells.some((cell) => cell !== ''));
    if (names < 0) return [];
    isBelowNames = true;
    return read.slice(names + 1);
  };
  const begin = (text: string): CsvRow[] => {
    const form = readTableForm(head, head.length < HEAD_BYTES);
    const start = 'fault' in form ? 0 : form.start;
    reader = new CsvReader(run.separator ?? undefined, start > 0 ? 2 : 1, MAX_CELL);
    return below(reader.push(text.slice(start)));
  };
  let held = '';
  for await (const chunk of body) {
    bytesDone += chunk.length;
    const text = decoder.decode(chunk, { stream: true });
    if (!reader) {
      head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
      held += text;
      if (head.length < HEAD_BYTES) continue;
      rows.push(...begin(held));
      held = '';
    } else rows.push(...below(reader.push(text)));
    for (; rows.length > BATCH; rows = rows.slice(BATCH)) yield { rows: rows.slice(0, BATCH), bytesDone, isLast: false };
  }
  const last = decoder.decode();
  rows.push(...(reader ? below(reader.push(last)) : begin(held + last)));
  const end = reader!.end();
  rows.push(...below(end.unclosed === undefined ? end.rows : []));
  for (; rows.length > BATCH; rows = rows.slice(BATCH)) yield { rows: rows.slice(0, BATCH), bytesDone, isLast: false };
  yield { rows, bytesDone, isLast: true, unclosed: end.unclosed };
}
