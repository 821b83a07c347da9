import { Injectable } from '@nestjs/common';
import { idBefore, type Transaction } from '#database';
import type { DocumentRecord, ReadableType } from '../../domain/documents/document.js';
import { fingerprintOf, sizeOf, type SourceFile } from '../../domain/documents/source-file.js';
import { ObjectsRepository } from './objects.repository.js';
import type { IndexedLengths } from './chunks.repository.js';

const COLUMNS = `
  d.id, d.base_id as "baseId", d.title, d.content_type as "contentType", d.status, d.error_code as "errorCode", d.error_detail as "errorDetail",
  d.bytes, d.sha256, d.chunks, d.warnings, d.attempts, d.replaces, d.created_at as "createdAt", d.processed_at as "processedAt"`;

@Injectable()
export class DocumentsRepository {
  constructor(private readonly objects: ObjectsRepository) {}

  /**
   * Queues a document. The same file with the same title is the same document: it stays as it is, or is queued again if it failed.
   *
   * @returns the document as it stands now
   */
  async add(
    tx: Transaction,
    document: {
      id: string;
      baseId: string;
      title: string;
      contentType: ReadableType;
      isQuick: boolean;
      file: SourceFile;
    },
  ): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    const { file } = document;
    const [row] = await tx.query<Pick<DocumentRecord, 'id' | 'status'>>(
      `insert into knowledge.documents as d (tenant_id, id, base_id, title, content_type, is_quick, status, bytes, sha256, source, object_id)
       values ($1, $2, $3, $4, $5, $8, 'queued', $9, $6, $7, $10)
       on conflict (tenant_id, base_id, sha256, md5(title)) where deleted_at is null and replaced_at is null do update set
         status = case d.status when 'failed' then 'queued' else d.status end,
         attempts = case d.status when 'failed' then 0 else d.attempts end,
         content_type = case d.status when 'failed' then excluded.content_type else d.content_type end,
         available_at = case d.status when 'failed' then now() else d.available_at end,
         error_code = null, error_detail = null
       returning id, status`,
      [
        tx.tenantId,
        document.id,
        document.baseId,
        document.title,
        document.contentType,
        fingerprintOf(document.contentType, file),
        'bytes' in file ? file.bytes : null,
        document.isQuick,
        sizeOf(file),
        'bytes' in file ? null : file.objectId,
      ],
    );
    // Of a file that was there already the object is not used.
    if (!('bytes' in file) && row!.id === document.id) await this.objects.use(tx, file.objectId);
    return row!;
  }

  /** How many a tenant has, in all its bases. @param enough more are not counted */
  async count(tx: Transaction, enough: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*) from (select from knowledge.documents where tenant_id = $1 and deleted_at is null and replaced_at is null limit $2) d`,
      [tx.tenantId, enough],
    );
    return row!.count;
  }

  async find(tx: Transaction, id: string): Promise<DocumentRecord | undefined> {
    const rows = await tx.query<DocumentRecord>(
      `select ${COLUMNS} from knowledge.documents d where d.tenant_id = $1 and d.id = $2 and d.deleted_at is null`,
      [tx.tenantId, id],
    );
    return rows[0];
  }

  /** @returns up to `limit + 1` documents of a base, newest first (UUIDv7 ids sort by age), before the given one. */
  async list(tx: Transaction, baseId: string, limit: number, before: string | undefined): Promise<DocumentRecord[]> {
    return tx.query<DocumentRecord>(
      `select ${COLUMNS} from knowledge.documents d
       where d.tenant_id = $1 and d.base_id = $2 and d.deleted_at is null and d.replaced_at is null and ${idBefore('d.id', '$3')}
       order by d.id desc limit $4`,
      [tx.tenantId, baseId, before ?? null, limit + 1],
    );
  }

  /** @returns the documents whose place others have, and that a published version may still have */
  async replaced(tx: Transaction, baseId: string): Promise<DocumentRecord[]> {
    return tx.query<DocumentRecord>(
      `select ${COLUMNS} from knowledge.documents d
       where d.tenant_id = $1 and d.base_id = $2 and d.replaced_at is not null and d.deleted_at is null order by d.replaced_at`,
      [tx.tenantId, baseId],
    );
  }

  async readyIds(tx: Transaction, baseId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from knowledge.documents where tenant_id = $1 and base_id = $2 and status = 'ready' and deleted_at is null and replaced_at is null order by id`,
      [tx.tenantId, baseId],
    );
    return rows.map((row) => row.id);
  }

  /**
   * What became of documents since they were ready: `there` is also what another has the place of by now; `overtaken` is what was erased because another
   * has it, `deleted` what somebody removed.
   */
  async sinceReady(tx: Transaction, ids: readonly string[]): Promise<{ id: string; state: 'there' | 'overtaken' | 'deleted' }[]> {
    return tx.query(
      `select id, case when deleted_at is null then 'there' when replaced_at is not null then 'overtaken' else 'deleted' end as state
       from knowledge.documents where tenant_id = $1 and id = any($2::uuid[]) order by id`,
      [tx.tenantId, ids],
    );
  }

  /** A version of a locked base that has all its ready documents is published. */
  async settleAll(tx: Transaction, baseId: string): Promise<void> {
    await tx.execute(`update knowledge.documents set differs = false where tenant_id = $1 and base_id = $2 and differs`, [
      tx.tenantId,
      baseId,
    ]);
  }

  /** A version of a locked base is published, whatever it has. */
  async compareAll(tx: Transaction, baseId: string, version: number): Promise<void> {
    await tx.execute(
      `update knowledge.documents d set differs = c.differs from (
         select d.id, case when d.deleted_at is null and d.replaced_at is null then d.status = 'ready' and v.document_id is null else v.document_id is not null end as differs
         from knowledge.documents d left join knowledge.version_documents v
           on v.tenant_id = $1 and v.base_id = $2 and v.version = $3 and v.document_id = d.id
         where d.tenant_id = $1 and d.base_id = $2) c
       where d.tenant_id = $1 and d.id = c.id and d.differs <> c.differs`,
      [tx.tenantId, baseId, version],
    );
  }

  /**
   * Erases the content of a document and keeps its row. What took its place takes the place of the one before it, so that the line of changes is not
   * broken, and is no longer than what is there. Its base is shared by this transaction, so that no version is made meanwhile.
   *
   * @returns whether the document existed
   */
  async markDeleted(tx: Transaction, id: string): Promise<boolean> {
    const [gone] = await tx.query<{ replaces: string | null; objectId: string | null }>(
      `update knowledge.documents set deleted_at = now(), source = null, object_id = null, warnings = null, lease_until = null,
         differs = case when replaced_at is null then status = 'ready' and not differs else differs end
       where tenant_id = $1 and id = $2 and deleted_at is null returning replaces, old.object_id as "objectId"`,
      [tx.tenantId, id],
    );
    if (gone?.objectId) await this.objects.forget(tx, [gone.objectId]);
    // The first of a line has none before it: its row stays as the beginning. What is being read is left alone, as its reader holds it and may wait for us.
    if (gone?.replaces) {
      await tx.execute(
        `update knowledge.documents set replaces = $3 where tenant_id = $1 and replaces = $2 and deleted_at is null and status = 'ready'`,
        [tx.tenantId, id, gone.replaces],
      );
    }
    return gone !== undefined;
  }

  /** @returns the ids of the deleted documents */
  async markAllDeleted(tx: Transaction, baseId: string): Promise<string[]> {
    const deleted: string[] = [];
    // Each condition has an index of its own.
    for (const which of ['is null', 'is not null']) {
      const rows = await tx.query<{ id: string; objectId: string | null }>(
        `update knowledge.documents set deleted_at = now(), source = null, object_id = null, warnings = null, lease_until = null, differs = false
         where tenant_id = $1 and base_id = $2 and deleted_at is null and replaced_at ${which} returning id, old.object_id as "objectId"`,
        [tx.tenantId, baseId],
      );
      await this.objects.forget(
        tx,
        rows.flatMap(({ objectId }) => objectId ?? []),
      );
      deleted.push(...rows.map((row) => row.id));
    }
    return deleted;
  }

  async setLengths(tx: Transaction, lengths: ReadonlyMap<string, IndexedLengths>): Promise<void> {
    const all = [...lengths.values()];
    await tx.execute(
      `update knowledge.documents d set words = l.words, parts = l.parts
       from unnest($2::uuid[], $3::integer[], $4::integer[]) as l (id, words, parts)
       where d.tenant_id = $1 and d.id = l.id`,
      [tx.tenantId, [...lengths.keys()], all.map(({ words }) => words), all.map(({ parts }) => parts)],
    );
  }
}
