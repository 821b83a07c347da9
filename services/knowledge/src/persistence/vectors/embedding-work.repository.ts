import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** A base as the making of vectors sees it. */
export interface BaseToEmbed {
  tenantId: string;
  id: string;
  language: string;
  publishedVersion: number | null;
  embeddedVersion: number | null;
  embeddedModel: string | null;
}

/** A document of a published version. */
export interface DocumentToEmbed {
  id: string;
  /** False when it was deleted since. */
  isThere: boolean;
  embeddedModel: string | null;
}

/** What has vectors and what waits for them. */
@Injectable()
export class EmbeddingWorkRepository {
  /** @returns the next bases whose published version is not the one with vectors, by tenant and id, after one of them. System role. */
  async changed(tx: Transaction, after: { tenantId: string; id: string }, most: number): Promise<BaseToEmbed[]> {
    return tx.query<BaseToEmbed>(
      `select ${COLUMNS} from knowledge.knowledge_bases
       where embedded_version is distinct from published_version and (tenant_id, id) > ($1::uuid, $2::uuid) order by tenant_id, id limit $3`,
      [after.tenantId, after.id, most],
    );
  }

  /** @returns the next of all bases, by tenant and id, after one of them. System role. */
  async next(tx: Transaction, after: { tenantId: string; id: string }, most: number): Promise<BaseToEmbed[]> {
    return tx.query<BaseToEmbed>(
      `select ${COLUMNS} from knowledge.knowledge_bases where (tenant_id, id) > ($1::uuid, $2::uuid) order by tenant_id, id limit $3`,
      [after.tenantId, after.id, most],
    );
  }

  /** @returns the next documents of a published version, by id, after one of them, and the model of their vectors; those that were deleted too */
  async documents(tx: Transaction, base: { id: string; version: number }, after: string, most: number): Promise<DocumentToEmbed[]> {
    return tx.query<DocumentToEmbed>(
      `select v.document_id as id, d.id is not null as "isThere", d.embedded_model as "embeddedModel" from (
         select document_id from knowledge.version_documents
         where tenant_id = $1 and base_id = $2 and version = $3 and document_id > $4::uuid order by document_id limit $5) as v
       left join lateral (
         select id, embedded_model from knowledge.documents where tenant_id = $1 and id = v.document_id and deleted_at is null limit 1) as d on true
       order by v.document_id`,
      [tx.tenantId, base.id, base.version, after, most],
    );
  }

  /** @returns the next documents of a base that have vectors and are not in its published version, by id, after one of them */
  async leftOver(tx: Transaction, base: { id: string; version: number | null }, after: string, most: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select d.id from knowledge.documents d
       where d.tenant_id = $1 and d.base_id = $2 and d.embedded_model is not null and d.deleted_at is null and d.id > $4::uuid and not exists (
         select from knowledge.version_documents v
         where v.tenant_id = $1 and v.base_id = $2 and v.version = $3 and v.document_id = d.id)
       order by d.id limit $5`,
      [tx.tenantId, base.id, base.version, after, most],
    );
    return rows.map(({ id }) => id);
  }

  /** @returns the next documents that were deleted and may still have vectors, by tenant and id, after one of them. System role. */
  async deleted(tx: Transaction, after: { tenantId: string; id: string }, most: number): Promise<{ tenantId: string; id: string }[]> {
    return tx.query(
      `select tenant_id as "tenantId", id from knowledge.documents
       where embedded_model is not null and deleted_at is not null and (tenant_id, id) > ($1::uuid, $2::uuid) order by tenant_id, id limit $3`,
      [after.tenantId, after.id, most],
    );
  }

  /** Marks that deleted documents have no vectors any more. */
  async forget(tx: Transaction, documentIds: readonly string[]): Promise<void> {
    await tx.execute(
      `update knowledge.documents set embedded_model = null where tenant_id = $1 and id = any($2::uuid[]) and deleted_at is not null`,
      [tx.tenantId, documentIds],
    );
  }

  /** Marks that a document has vectors, or (null) none. @returns false when it was deleted meanwhile */
  async mark(tx: Transaction, documentIds: readonly string[], model: string | null): Promise<boolean> {
    const marked = await tx.execute(
      `update knowledge.documents set embedded_model = $3 where tenant_id = $1 and id = any($2::uuid[]) and deleted_at is null`,
      [tx.tenantId, documentIds, model],
    );
    return marked === documentIds.length;
  }

  /** Marks that the version has vectors, unless another was published meanwhile. */
  async finish(tx: Transaction, base: { id: string; version: number | null }, model: string | null): Promise<void> {
    await tx.execute(
      `update knowledge.knowledge_bases set embedded_version = published_version, embedded_model = $4
       where tenant_id = $1 and id = $2 and published_version is not distinct from $3::integer`,
      [tx.tenantId, base.id, base.version, model],
    );
  }

  /** Lets the vectors of a base be made again. */
  async again(tx: Transaction, baseId: string): Promise<void> {
    await tx.execute(`update knowledge.knowledge_bases set embedded_version = null where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      baseId,
    ]);
  }

  /** Adds to what encoders were used for, and forgets what is older than a year. */
  async use(tx: Transaction, use: { model: string; texts: number; tokens: number }): Promise<void> {
    await tx.execute(
      `insert into knowledge.embedding_usage as u (tenant_id, day, model, texts, tokens)
       values ($1, (now() at time zone 'utc')::date, $2, $3, $4)
       on conflict (tenant_id, day, model) do update set texts = u.texts + excluded.texts, tokens = u.tokens + excluded.tokens`,
      [tx.tenantId, use.model, use.texts, use.tokens],
    );
    await tx.execute(`delete from knowledge.embedding_usage where tenant_id = $1 and day < (now() at time zone 'utc')::date - 400`, [
      tx.tenantId,
    ]);
  }
}

const COLUMNS = `
  tenant_id as "tenantId", id, language, published_version as "publishedVersion", embedded_version as "embeddedVersion",
  embedded_model as "embeddedModel"`;
