import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { EmbeddedChunk } from '../../domain/vectors/vector-index.js';
import { packVectors } from '../../domain/vectors/packed-vectors.js';

/** The vectors of a passage as they are stored. */
export interface StoredVectors {
  documentId: string;
  chunkId: string;
  count: number;
  vectors: Buffer;
}

@Injectable()
export class VectorsRepository {
  /** What is there already stays: what a document says never changes. */
  async insert(tx: Transaction, model: string, documentId: string, chunks: readonly EmbeddedChunk[]): Promise<void> {
    await tx.execute(
      `insert into knowledge.chunk_vectors (tenant_id, document_id, chunk_id, model, vectors, count)
       select $1, $2, c.chunk_id, $3, c.vectors, c.count from unnest($4::uuid[], $5::bytea[], $6::smallint[]) as c (chunk_id, vectors, count)
       on conflict do nothing`,
      [
        tx.tenantId,
        documentId,
        model,
        chunks.map(({ chunkId }) => chunkId),
        chunks.map(({ vectors }) => Buffer.from(packVectors(vectors))),
        chunks.map(({ vectors }) => vectors.length),
      ],
    );
  }

  /** Removes the vectors of documents, of any model, and tells those who keep them in memory. */
  async deleteOf(tx: Transaction, documentIds: readonly string[]): Promise<void> {
    await tx.execute(
      `with gone as (delete from knowledge.chunk_vectors where tenant_id = $1 and document_id = any($2::uuid[]) returning model)
       update knowledge.vector_sets set revision = revision + 1 where tenant_id = $1 and model in (select model from gone)`,
      [tx.tenantId, documentIds],
    );
  }

  /** Removes some of the vectors of a tenant. @returns how many */
  async deleteSome(tx: Transaction, most: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `with first as materialized (
         select document_id, chunk_id, model from knowledge.chunk_vectors where tenant_id = $1 order by document_id, chunk_id, model limit $2),
       gone as (
         delete from knowledge.chunk_vectors v using first
         where v.tenant_id = $1 and v.document_id = first.document_id and v.chunk_id = first.chunk_id and v.model = first.model returning v.model),
       told as (update knowledge.vector_sets set revision = revision + 1 where tenant_id = $1 and model in (select model from gone))
       select count(*)::integer as count from gone`,
      [tx.tenantId, most],
    );
    return row!.count;
  }

  /** Those who keep the vectors of this model in memory read them again. */
  async touch(tx: Transaction, model: string): Promise<void> {
    await tx.execute(
      `insert into knowledge.vector_sets as s (tenant_id, model, revision) values ($1, $2, 1)
       on conflict (tenant_id, model) do update set revision = s.revision + 1`,
      [tx.tenantId, model],
    );
  }

  /** @returns undefined when the tenant has no vectors of this model */
  async revision(tx: Transaction, model: string): Promise<string | undefined> {
    const rows = await tx.query<{ revision: string }>(
      `select revision::text as revision from knowledge.vector_sets where tenant_id = $1 and model = $2`,
      [tx.tenantId, model],
    );
    return rows[0]?.revision;
  }

  /** @returns the next vectors of a tenant, by document and passage, after one of them */
  async page(tx: Transaction, model: string, after: { documentId: string; chunkId: string }, most: number): Promise<StoredVectors[]> {
    return tx.query<StoredVectors>(
      `select document_id as "documentId", chunk_id as "chunkId", count, vectors from knowledge.chunk_vectors
       where tenant_id = $1 and (document_id, chunk_id) > ($2::uuid, $3::uuid) and model = $4
       order by document_id, chunk_id limit $5`,
      [tx.tenantId, after.documentId, after.chunkId, model, most],
    );
  }
}
