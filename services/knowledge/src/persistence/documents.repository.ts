import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { DocumentProblemCode } from '../domain/documents/document-problem.js';
import { MOST_ATTEMPTS, type DocumentRecord, type ReadableType } from '../domain/documents/document.js';

const COLUMNS = `
  d.id, d.base_id as "baseId", d.title, d.content_type as "contentType", d.status, d.error_code as "errorCode", d.error_detail as "errorDetail",
  d.bytes, d.sha256, d.chunks, d.attempts, d.created_at as "createdAt", d.processed_at as "processedAt"`;

/** A document that this process has taken to read. The attempt fences it off from an earlier holder that comes back. */
export interface Claim {
  tenantId: string;
  id: string;
  attempt: number;
}

@Injectable()
export class DocumentsRepository {
  /**
   * Queues a document. The same file under the same title is the same document: it is left as it is, or queued again when it failed.
   * @returns the document as it stands now
   */
  async add(
    tx: Transaction,
    document: { id: string; baseId: string; title: string; contentType: ReadableType; sha256: string; source: Uint8Array },
  ): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    const [row] = await tx.query<Pick<DocumentRecord, 'id' | 'status'>>(
      `insert into knowledge.documents as d (tenant_id, id, base_id, title, content_type, status, bytes, sha256, source)
       values ($1, $2, $3, $4, $5, 'queued', length($7::bytea), $6, $7)
       on conflict (tenant_id, base_id, sha256, md5(title)) where deleted_at is null do update set
         status = case d.status when 'failed' then 'queued' else d.status end,
         attempts = case d.status when 'failed' then 0 else d.attempts end,
         content_type = case d.status when 'failed' then excluded.content_type else d.content_type end,
         available_at = case d.status when 'failed' then now() else d.available_at end,
         error_code = null, error_detail = null
       returning id, status`,
      [tx.tenantId, document.id, document.baseId, document.title, document.contentType, document.sha256, document.source],
    );
    return row!;
  }

  async find(tx: Transaction, id: string): Promise<DocumentRecord | undefined> {
    const rows = await tx.query<DocumentRecord>(`select ${COLUMNS} from knowledge.documents d where d.id = $1 and d.deleted_at is null`, [
      id,
    ]);
    return rows[0];
  }

  /** @returns up to `limit + 1` documents of a base, newest first (UUIDv7 ids sort by age), before the given one. */
  async list(tx: Transaction, baseId: string, limit: number, before: string | undefined): Promise<DocumentRecord[]> {
    return tx.query<DocumentRecord>(
      `select ${COLUMNS} from knowledge.documents d
       where d.base_id = $1 and d.deleted_at is null and ($3::uuid is null or d.id < $3) order by d.id desc limit $2`,
      [baseId, limit + 1, before ?? null],
    );
  }

  async readyIds(tx: Transaction, baseId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from knowledge.documents where base_id = $1 and status = 'ready' and deleted_at is null order by id`,
      [baseId],
    );
    return rows.map((row) => row.id);
  }

  /** Erases what the document says and keeps that there was one. @returns whether there was */
  async markDeleted(tx: Transaction, id: string): Promise<boolean> {
    const count = await tx.execute(
      `update knowledge.documents set deleted_at = now(), source = null, lease_until = null where id = $1 and deleted_at is null`,
      [id],
    );
    return count > 0;
  }

  /** @returns the ids of the documents that were there */
  async markAllDeleted(tx: Transaction, baseId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update knowledge.documents set deleted_at = now(), source = null, lease_until = null where base_id = $1 and deleted_at is null returning id`,
      [baseId],
    );
    return rows.map((row) => row.id);
  }

  /** Takes the oldest document that waits, or whose holder has gone silent. Under the system role: it works for all tenants. */
  async claim(tx: Transaction, leaseMs: number): Promise<Claim | undefined> {
    const rows = await tx.query<Claim>(
      `update knowledge.documents d
       set status = 'processing', attempts = attempts + 1, lease_until = now() + $1 * interval '1 millisecond'
       from (
         select tenant_id, id from knowledge.documents
         where deleted_at is null and attempts < ${MOST_ATTEMPTS} and available_at <= now()
           and (status = 'queued' or (status = 'processing' and lease_until < now()))
         order by available_at limit 1 for no key update skip locked) as next
       where d.tenant_id = next.tenant_id and d.id = next.id
       returning d.tenant_id as "tenantId", d.id, d.attempts as attempt`,
      [leaseMs],
    );
    return rows[0];
  }

  /** Gives up the documents whose last attempt ended without a word, as one does that brings the process down. */
  async failAbandoned(tx: Transaction): Promise<void> {
    await tx.execute(
      `update knowledge.documents set status = 'failed', lease_until = null, processed_at = now(), error_code = 'processing_failed',
         error_detail = 'The document could not be processed in ' || attempts || ' attempts. Export it again, or in another format.'
       where deleted_at is null and status = 'processing' and lease_until < now() and attempts >= ${MOST_ATTEMPTS}`,
    );
  }

  /** @returns false when the document is no longer this holder's */
  async renewLease(tx: Transaction, claim: Claim, leaseMs: number): Promise<boolean> {
    const count = await tx.execute(
      `update knowledge.documents set lease_until = now() + $4 * interval '1 millisecond'
       where tenant_id = $1 and id = $2 and attempts = $3 and status = 'processing' and deleted_at is null`,
      [claim.tenantId, claim.id, claim.attempt, leaseMs],
    );
    return count > 0;
  }

  async source(
    tx: Transaction,
    claim: Claim,
  ): Promise<{ baseId: string; title: string; contentType: ReadableType; source: Buffer } | undefined> {
    const rows = await tx.query<{ baseId: string; title: string; contentType: ReadableType; source: Buffer }>(
      `select base_id as "baseId", title, content_type as "contentType", source from knowledge.documents
       where id = $1 and attempts = $2 and status = 'processing' and deleted_at is null`,
      [claim.id, claim.attempt],
    );
    return rows[0];
  }

  /** Locks a document for the end of its processing. @returns whether it is still this holder's */
  async lockClaimed(tx: Transaction, claim: Claim): Promise<boolean> {
    const count = await tx.execute(
      `select 1 from knowledge.documents
       where id = $1 and attempts = $2 and status = 'processing' and deleted_at is null for no key update`,
      [claim.id, claim.attempt],
    );
    return count > 0;
  }

  async setReady(tx: Transaction, id: string, size: { chunks: number; words: number }): Promise<void> {
    await tx.execute(
      `update knowledge.documents set status = 'ready', chunks = $2, words = $3, lease_until = null, processed_at = now(),
         error_code = null, error_detail = null where id = $1`,
      [id, size.chunks, size.words],
    );
  }

  async setWords(tx: Transaction, id: string, words: number): Promise<void> {
    await tx.execute(`update knowledge.documents set words = $2 where id = $1`, [id, words]);
  }

  async setFailed(tx: Transaction, claim: Claim, code: DocumentProblemCode, detail: string): Promise<void> {
    await tx.execute(
      `update knowledge.documents set status = 'failed', lease_until = null, processed_at = now(), error_code = $3, error_detail = $4
       where id = $1 and attempts = $2 and status = 'processing' and deleted_at is null`,
      [claim.id, claim.attempt, code, detail],
    );
  }

  /** Puts a document back. @param counted whether the attempt counts: not when it was only interrupted by a shutdown */
  async putBack(tx: Transaction, claim: Claim, options: { counted: boolean; delayMs: number }): Promise<void> {
    await tx.execute(
      `update knowledge.documents set status = 'queued', lease_until = null, attempts = attempts - $3, available_at = now() + $4 * interval '1 millisecond'
       where id = $1 and attempts = $2 and status = 'processing' and deleted_at is null`,
      [claim.id, claim.attempt, options.counted ? 0 : 1, options.delayMs],
    );
  }
}
