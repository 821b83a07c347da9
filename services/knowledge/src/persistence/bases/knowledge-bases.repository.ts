import { Injectable } from '@nestjs/common';
import { idAfter, type Transaction } from '#database';
import type { Answering, KnowledgeBase } from '../../domain/bases/knowledge-base.js';

const COLUMNS = `
  b.id, b.name, b.description, b.language, b.answering, b.published_version as "publishedVersion", b.created_at as "createdAt", b.updated_at as "updatedAt",
  b.published_version is not null and exists (
    select from knowledge.documents d where d.tenant_id = $1 and d.base_id = b.id and d.differs) as "hasUnpublishedChanges",
  (select json_build_object(
     'queued', count(*) filter (where d.status = 'queued'), 'processing', count(*) filter (where d.status = 'processing'),
     'ready', count(*) filter (where d.status = 'ready'), 'failed', count(*) filter (where d.status = 'failed'))
   from knowledge.documents d where d.tenant_id = $1 and d.base_id = b.id and d.deleted_at is null and d.replaced_at is null) as documents`;

export interface LockedBase {
  id: string;
  language: string;
  searchConfiguration: string;
  publishedVersion: number | null;
}

@Injectable()
export class KnowledgeBasesRepository {
  async insert(
    tx: Transaction,
    base: { id: string; name: string; description: string; language: string; searchConfiguration: string },
  ): Promise<void> {
    await tx.execute(
      `insert into knowledge.knowledge_bases (tenant_id, id, name, description, language, search_configuration) values ($1, $2, $3, $4, $5, $6)`,
      [tx.tenantId, base.id, base.name, base.description, base.language, base.searchConfiguration],
    );
  }

  async find(tx: Transaction, id: string): Promise<KnowledgeBase | undefined> {
    const rows = await tx.query<KnowledgeBase>(
      `select ${COLUMNS} from knowledge.knowledge_bases b where b.tenant_id = $1 and b.id = $2 and b.deleted_at is null`,
      [tx.tenantId, id],
    );
    return rows[0];
  }

  /** @returns up to `limit + 1` bases, oldest first (UUIDv7 ids sort by age), after the given one. */
  async list(tx: Transaction, limit: number, after: string | undefined): Promise<KnowledgeBase[]> {
    return tx.query<KnowledgeBase>(
      `select ${COLUMNS} from knowledge.knowledge_bases b
       where b.tenant_id = $1 and ${idAfter('b.id', '$2')} and b.deleted_at is null order by b.id limit $3`,
      [tx.tenantId, after ?? null, limit + 1],
    );
  }

  /** Locks the base against changes, publishing and indexing of documents. */
  async lock(tx: Transaction, id: string): Promise<LockedBase | undefined> {
    const rows = await tx.query<LockedBase>(
      `select id, language, search_configuration as "searchConfiguration", published_version as "publishedVersion"
       from knowledge.knowledge_bases where tenant_id = $1 and id = $2 and deleted_at is null for no key update`,
      [tx.tenantId, id],
    );
    return rows[0];
  }

  /** Locks bases against deletion and a change of language; shared, so many may hold the lock. @returns the bases that exist */
  async share(tx: Transaction, ids: readonly string[]): Promise<LockedBase[]> {
    return tx.query<LockedBase>(
      `select id, language, search_configuration as "searchConfiguration", published_version as "publishedVersion"
       from knowledge.knowledge_bases where tenant_id = $1 and id = any($2::uuid[]) and deleted_at is null order by id for share`,
      [tx.tenantId, ids],
    );
  }

  async update(
    tx: Transaction,
    id: string,
    change: { name: string; description: string; language: string; answering: Answering; searchConfiguration: string },
  ): Promise<void> {
    await tx.execute(
      `update knowledge.knowledge_bases set name = $3, description = $4, language = $5, search_configuration = $6, answering = $7, updated_at = now(),
         embedded_version = case when language = $5 then embedded_version end
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, id, change.name, change.description, change.language, change.searchConfiguration, change.answering],
    );
  }

  async setPublished(tx: Transaction, id: string, version: number): Promise<void> {
    await tx.execute(`update knowledge.knowledge_bases set published_version = $3, updated_at = now() where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
      version,
    ]);
  }

  async markDeleted(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`update knowledge.knowledge_bases set deleted_at = now(), published_version = null where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
    ]);
  }
}
