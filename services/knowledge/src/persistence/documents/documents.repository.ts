import { Injectable } from '@nestjs/common';
import { idBefore, type Transaction } from '#database';
import type { DocumentRecord, ReadableType } from '../../domain/documents/document.js';

const COLUMNS = `
  d.id, d.base_id as "baseId", d.title, d.content_type as "contentType", d.status, d.error_code as "errorCode", d.error_detail as "errorDetail",
  d.bytes, d.sha256, d.chunks, d.attempts, d.created_at as "createdAt", d.processed_at as "processedAt"`;

@Injectable()
export class DocumentsRepository {
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
      sha256: string;
      source: Uint8Array;
    },
  ): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    const [row] = await tx.query<Pick<DocumentRecord, 'id' | 'status'>>(
      `insert into knowledge.documents as d (tenant_id, id, base_id, title, content_type, is_quick, status, bytes, sha256, source)
       values ($1, $2, $3, $4, $5, $8, 'queued', length($7::bytea), $6, $7)
       on conflict (tenant_id, base_id, sha256, md5(title)) where deleted_at is null do update set
         status = case d.status when 'failed' then 'queued' else d.status end,
         attempts = case d.status when 'failed' then 0 else d.attempts end,
         content_type = case d.status when 'failed' then excluded.content_type else d.content_type end,
         available_at = case d.status when 'failed' then now() else d.available_at end,
         error_code = null, error_detail = null
       returning id, status`,
      [tx.tenantId, document.id, document.baseId, document.title, document.contentType, document.sha256, document.source, document.isQuick],
    );
    return row!;
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
       where d.tenant_id = $1 and d.base_id = $2 and d.deleted_at is null and ${idBefore('d.id', '$3')}
       order by d.id desc limit $4`,
      [tx.tenantId, baseId, before ?? null, limit + 1],
    );
  }

  async readyIds(tx: Transaction, baseId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from knowledge.documents where tenant_id = $1 and base_id = $2 and status = 'ready' and deleted_at is null order by id`,
      [tx.tenantId, baseId],
    );
    return rows.map((row) => row.id);
  }

  /** Erases the content of a document and keeps its row. @returns whether the document existed */
  async markDeleted(tx: Transaction, id: string): Promise<boolean> {
    const count = await tx.execute(
      `update knowledge.documents set deleted_at = now(), source = null, lease_until = null
       where tenant_id = $1 and id = $2 and deleted_at is null`,
      [tx.tenantId, id],
    );
    return count > 0;
  }

  /** @returns the ids of the deleted documents */
  async markAllDeleted(tx: Transaction, baseId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update knowledge.documents set deleted_at = now(), source = null, lease_until = null
       where tenant_id = $1 and base_id = $2 and deleted_at is null returning id`,
      [tx.tenantId, baseId],
    );
    return rows.map((row) => row.id);
  }

  async setWords(tx: Transaction, words: ReadonlyMap<string, number>): Promise<void> {
    await tx.execute(
      `update knowledge.documents d set words = w.words from unnest($2::uuid[], $3::integer[]) as w (id, words)
       where d.tenant_id = $1 and d.id = w.id`,
      [tx.tenantId, [...words.keys()], [...words.values()]],
    );
  }
}
