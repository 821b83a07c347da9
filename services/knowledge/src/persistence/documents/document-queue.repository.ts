import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { DocumentProblemCode } from '../../domain/documents/document-problem.js';
import { MAX_ATTEMPTS, type ReadableType } from '../../domain/documents/document.js';
import type { ReadingWarning } from '../../domain/documents/reading-warning.js';
import type { IndexedLengths } from './chunks.repository.js';

/** A document that this process has taken to read. The attempt number keeps out an earlier holder that comes back. */
export interface Claim {
  tenantId: string;
  id: string;
  attempt: number;
}

/** What is needed to read a document. */
export interface DocumentSource {
  id: string;
  baseId: string;
  title: string;
  contentType: ReadableType;
  /** Of the whole file. */
  bytes: number;
  /** Null where the file is in the object store. */
  source: Buffer | null;
  objectId: string | null;
}

const idsOf = (claims: readonly Claim[]): string[] => claims.map(({ id }) => id);
const attemptsOf = (claims: readonly Claim[]): number[] => claims.map(({ attempt }) => attempt);

/** Documents that are not ready yet. Each statement names its tenant, `$1`, because the system role sees all tenants. */
@Injectable()
export class DocumentQueueRepository {
  /**
   * The next tenant, sorted by id, with a waiting document. System role. It steps from tenant to tenant, not from document to document, so
   * that a tenant with many documents costs no more than one with a single one.
   *
   * @param without tenants to skip
   */
  async nextTenant(tx: Transaction, isQuick: boolean, after: string, without: readonly string[]): Promise<string | undefined> {
    const rows = await tx.query<{ tenantId: string }>(
      `with recursive tenants as (
         (select tenant_id, available_at from knowledge.documents
          where is_quick = $1 and status = 'queued' and deleted_at is null and tenant_id > $2
          order by tenant_id, available_at limit 1)
         union all
         select following.* from tenants t
         cross join lateral (
           select d.tenant_id, d.available_at from knowledge.documents d
           where d.is_quick = $1 and d.status = 'queued' and d.deleted_at is null and d.tenant_id > t.tenant_id
           order by d.tenant_id, d.available_at limit 1) as following
         where t.available_at > now() or t.tenant_id = any($3::uuid[]))
       select tenant_id as "tenantId" from tenants where available_at <= now() and tenant_id <> all($3::uuid[]) limit 1`,
      [isQuick, after, without],
    );
    return rows[0]?.tenantId;
  }

  /** Claims the oldest waiting documents of a tenant, up to a number and a total size, but at least one. System role. */
  async claim(
    tx: Transaction,
    tenantId: string,
    of: { isQuick: boolean; most: number; mostBytes: number; leaseMs: number },
  ): Promise<Claim[]> {
    return tx.query<Claim>(
      `update knowledge.documents d
       set status = 'processing', attempts = d.attempts + 1, lease_until = now() + $5 * interval '1 millisecond'
       from (
         select id, sum(bytes) over (order by available_at, id) - bytes as bytes_before from (
           select id, bytes, available_at from knowledge.documents
           where tenant_id = $1 and is_quick = $2 and status = 'queued' and deleted_at is null and available_at <= now()
           order by available_at, id limit $3 for no key update skip locked) as oldest) as next
       where d.tenant_id = $1 and d.id = next.id and next.bytes_before < $4
       returning d.tenant_id as "tenantId", d.id, d.attempts as attempt`,
      [tenantId, of.isQuick, of.most, of.mostBytes, of.leaseMs],
    );
  }

  /**
   * Queues documents again whose holder is silent, or fails them after their last attempt. System role. From now on they are read apart,
   * since one of them may have brought the holder down. @returns how many there were
   */
  async takeBackAbandoned(tx: Transaction): Promise<number> {
    return tx.execute(
      `update knowledge.documents d set is_quick = false, lease_until = null,
         status = case when d.attempts < ${MAX_ATTEMPTS} then 'queued' else 'failed' end,
         processed_at = case when d.attempts < ${MAX_ATTEMPTS} then d.processed_at else now() end,
         error_code = case when d.attempts < ${MAX_ATTEMPTS} then d.error_code else 'processing_failed' end,
         error_detail = case when d.attempts < ${MAX_ATTEMPTS} then d.error_detail
           else 'The document could not be processed in ' || d.attempts || ' attempts. Export it again, or in another format.' end
       from (
         select tenant_id, id from knowledge.documents
         where status = 'processing' and deleted_at is null and lease_until < now()
         order by lease_until limit 500 for no key update skip locked) as silent
       where d.tenant_id = silent.tenant_id and d.id = silent.id`,
    );
  }

  /** Renews the leases of one tenant's documents. System role. @returns whether this holder still has any of them */
  async renewLeases(tx: Transaction, claims: readonly Claim[], leaseMs: number): Promise<boolean> {
    const count = await tx.execute(
      `update knowledge.documents d set lease_until = now() + $4 * interval '1 millisecond'
       from (
         select d.id from unnest($2::uuid[], $3::integer[]) as c (id, attempt)
         join knowledge.documents d on d.tenant_id = $1 and d.id = c.id
         where d.attempts = c.attempt and d.status = 'processing' and d.deleted_at is null
         order by d.id for no key update of d) as mine
       where d.tenant_id = $1 and d.id = mine.id`,
      [claims[0]!.tenantId, idsOf(claims), attemptsOf(claims), leaseMs],
    );
    return count > 0;
  }

  /** @returns the documents that this holder still has */
  async sources(tx: Transaction, claims: readonly Claim[]): Promise<DocumentSource[]> {
    return tx.query<DocumentSource>(
      `select d.id, d.base_id as "baseId", d.title, d.content_type as "contentType", d.bytes, d.source, d.object_id as "objectId"
       from unnest($2::uuid[], $3::integer[]) as c (id, attempt)
       join knowledge.documents d on d.tenant_id = $1 and d.id = c.id
       where d.attempts = c.attempt and d.status = 'processing' and d.deleted_at is null
       order by d.available_at, d.id`,
      [tx.tenantId, idsOf(claims), attemptsOf(claims)],
    );
  }

  /** Locks documents before they are stored. @returns the ids of those that this holder still has */
  async lockClaimed(tx: Transaction, claims: readonly Claim[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `select d.id from unnest($2::uuid[], $3::integer[]) as c (id, attempt)
       join knowledge.documents d on d.tenant_id = $1 and d.id = c.id
       where d.attempts = c.attempt and d.status = 'processing' and d.deleted_at is null
       order by d.id for no key update of d`,
      [tx.tenantId, idsOf(claims), attemptsOf(claims)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Marks locked documents as ready. */
  async setReady(
    tx: Transaction,
    documents: readonly (IndexedLengths & { id: string; chunks: number; warnings: readonly ReadingWarning[] })[],
  ): Promise<void> {
    await tx.execute(
      `update knowledge.documents d set status = 'ready', differs = true, chunks = r.chunks, words = r.words, parts = r.parts, warnings = r.warnings,
         lease_until = null, processed_at = now(), error_code = null, error_detail = null
       from unnest($2::uuid[], $3::integer[], $4::integer[], $5::integer[], $6::jsonb[]) as r (id, chunks, words, parts, warnings)
       where d.tenant_id = $1 and d.id = r.id`,
      [
        tx.tenantId,
        documents.map(({ id }) => id),
        documents.map(({ chunks }) => chunks),
        documents.map(({ words }) => words),
        documents.map(({ parts }) => parts),
        documents.map(({ warnings }) => (warnings.length > 0 ? JSON.stringify(warnings) : null)),
      ],
    );
  }

  async setFailed(tx: Transaction, claim: Claim, code: DocumentProblemCode, detail: string): Promise<void> {
    await tx.execute(
      `update knowledge.documents set status = 'failed', lease_until = null, processed_at = now(), error_code = $4, error_detail = $5
       where tenant_id = $1 and id = $2 and attempts = $3 and status = 'processing' and deleted_at is null`,
      [tx.tenantId, claim.id, claim.attempt, code, detail],
    );
  }

  /** Queues a document again that failed, with all its attempts. @returns false when it did not fail */
  async queueFailed(tx: Transaction, id: string): Promise<boolean> {
    const count = await tx.execute(
      `update knowledge.documents set status = 'queued', attempts = 0, available_at = now(), error_code = null, error_detail = null
       where tenant_id = $1 and id = $2 and status = 'failed' and deleted_at is null`,
      [tx.tenantId, id],
    );
    return count > 0;
  }

  /**
   * Queues a document again.
   *
   * @param options.counted whether the attempt counts; an interrupted one does not
   * @param options.apart whether it is read apart from others from now on
   */
  async putBack(tx: Transaction, claim: Claim, options: { counted: boolean; delayMs: number; apart: boolean }): Promise<void> {
    await tx.execute(
      `update knowledge.documents set status = 'queued', lease_until = null, attempts = attempts - $4, is_quick = is_quick and not $6::boolean,
         available_at = case when $5 = 0 then available_at else now() + $5 * interval '1 millisecond' end
       where tenant_id = $1 and id = $2 and attempts = $3 and status = 'processing' and deleted_at is null`,
      [tx.tenantId, claim.id, claim.attempt, options.counted ? 0 : 1, options.delayMs, options.apart],
    );
  }
}
