import { Injectable } from '@nestjs/common';
import { columnsOf, idBefore, type Transaction } from '#database';
import type { RefusedRow } from '../../domain/imports/import-row.js';
import type { ContactImport } from '../../domain/imports/contact-import.js';
import { ContactImportRow } from './contact-import.entity.js';

const COLUMNS = columnsOf(ContactImportRow);

/** As the index `contact_imports_at_work` says it. */
const AT_WORK = `(status = 'running' or undo = 'running')`;

/** Refused rows that are kept of one import: more tell nothing new. */
export const MAX_ERRORS = 10_000;

export interface ImportKey {
  tenantId: string;
  id: string;
}

/** Imports, how far they are, and what they refused. */
@Injectable()
export class ImportsRepository {
  /** Newest first, one more than `limit` where there are more. */
  async list(tx: Transaction, before: string | undefined, limit: number): Promise<ContactImport[]> {
    return tx.query(
      `select ${COLUMNS} from conversation.contact_imports where tenant_id = $1 and ${idBefore('id', '$2')} order by id desc limit $3`,
      [tx.tenantId, before ?? null, limit + 1],
    );
  }

  /** Adds to the counts of a batch, and keeps its place, for as long as nobody has ended the import. */
  async advance(
    tx: Transaction,
    id: string,
    done: { position: number; bytesDone: number; rows: number; created: number; updated: number; rejected: number; leasedUntil: string },
  ): Promise<void> {
    await tx.execute(
      `update conversation.contact_imports set position = $3, bytes_done = $4, rows = rows + $5, created = created + $6, updated = updated + $7,
         rejected = rejected + $8, leased_until = $9 where tenant_id = $1 and id = $2`,
      [tx.tenantId, id, done.position, done.bytesDone, done.rows, done.created, done.updated, done.rejected, done.leasedUntil],
    );
  }

  /** The first {@link MAX_ERRORS} of an import. */
  async addErrors(tx: Transaction, id: string, refused: readonly RefusedRow[]): Promise<void> {
    if (refused.length === 0) return;
    await tx.execute(
      `insert into conversation.contact_import_errors (tenant_id, import_id, line, field, message)
       select $1, $2, e.line, e.field, e.message from unnest($3::integer[], $4::text[], $5::text[]) as e (line, field, message)
       where (select rejected from conversation.contact_imports where tenant_id = $1 and id = $2) < ${MAX_ERRORS}
       on conflict do nothing`,
      [tx.tenantId, id, refused.map(({ line }) => line), refused.map(({ field }) => field), refused.map(({ message }) => message)],
    );
  }

  /** In the order of the file, behind a line. */
  async errors(tx: Transaction, id: string, afterLine: number, limit: number): Promise<RefusedRow[]> {
    return tx.query(
      `select line, field, message from conversation.contact_import_errors where tenant_id = $1 and import_id = $2 and line > $3 order by line limit $4`,
      [tx.tenantId, id, afterLine, limit],
    );
  }

  /** Takes an import that nobody works on, for so long: who waits longest, and first of those for whom nobody works yet. System role. */
  async claim(system: Transaction, now: string, until: string): Promise<ImportKey | undefined> {
    const served = `select tenant_id from conversation.contact_imports where ${AT_WORK} and leased_until > $1`;
    for (const who of [`and tenant_id <> all(array(${served}))`, '']) {
      const [key] = await system.query<ImportKey>(
        `update conversation.contact_imports i set leased_until = $2 from (
           select tenant_id, id from conversation.contact_imports
           where ${AT_WORK} and leased_until <= $1 ${who} order by leased_until limit 1 for update skip locked) next
         where i.tenant_id = next.tenant_id and i.id = next.id returning i.tenant_id as "tenantId", i.id`,
        [now, until],
      );
      if (key) return key;
    }
    return undefined;
  }

  /** Whether an import of another tenant waits. System role. */
  async doesAnotherWait(system: Transaction, tenantId: string, now: string): Promise<boolean> {
    const rows = await system.query(
      `select from conversation.contact_imports where ${AT_WORK} and leased_until <= $1 and tenant_id <> $2 order by leased_until limit 1`,
      [now, tenantId],
    );
    return rows.length > 0;
  }

  /** It waits from then on. System role. */
  async release(system: Transaction, { tenantId, id }: ImportKey, now: string): Promise<void> {
    await system.execute(`update conversation.contact_imports set leased_until = $3 where tenant_id = $1 and id = $2`, [tenantId, id, now]);
  }

  /** Until the transaction ends, nobody else begins an import of this tenant. */
  async lockBegin(tx: Transaction): Promise<void> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('contact-imports:' || $1::text, 0))`, [tx.tenantId]);
  }

  async addFile(tx: Transaction, id: string, at: string): Promise<void> {
    await tx.execute(`insert into conversation.contact_import_files (tenant_id, import_id, created_at) values ($1, $2, $3)`, [
      tx.tenantId,
      id,
      at,
    ]);
  }

  async forgetFile(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`delete from conversation.contact_import_files where tenant_id = $1 and import_id = $2`, [tx.tenantId, id]);
  }

  /** Files that came in before `over` and whose import is over, or before `unclaimed` and of which no import was made. System role. */
  async leftFiles(system: Transaction, { over, unclaimed }: { over: string; unclaimed: string }, limit: number): Promise<ImportKey[]> {
    return system.query(
      `select f.tenant_id as "tenantId", f.import_id as id from conversation.contact_import_files f
       left join conversation.contact_imports i on i.tenant_id = f.tenant_id and i.id = f.import_id
       where f.created_at < $1 and case when i.id is null then f.created_at < $2 else i.status <> 'running' end
       order by f.created_at limit $3`,
      [over, unclaimed, limit],
    );
  }

  /** Imports that began before then and have still something to forget. System role. */
  async old(system: Transaction, before: string, limit: number): Promise<ImportKey[]> {
    return system.query(
      `select tenant_id as "tenantId", id from conversation.contact_imports where created_at < $1 and status <> 'running' order by created_at limit $2`,
      [before, limit],
    );
  }

  /** @returns how many rows are gone: fewer than `limit` when nothing is left of the import but itself */
  async forgetPart(tx: Transaction, id: string, limit: number): Promise<number> {
    const changes = await tx.execute(
      `delete from conversation.contact_import_changes where tenant_id = $1 and import_id = $2 and contact_id in (
         select contact_id from conversation.contact_import_changes where tenant_id = $1 and import_id = $2 limit $3)`,
      [tx.tenantId, id, limit],
    );
    const errors = await tx.execute(
      `delete from conversation.contact_import_errors where tenant_id = $1 and import_id = $2 and line in (
         select line from conversation.contact_import_errors where tenant_id = $1 and import_id = $2 limit $3)`,
      [tx.tenantId, id, limit],
    );
    return changes + errors;
  }
}
