import { createHash } from 'node:crypto';
import { QdrantClient, type Schemas } from '@qdrant/js-client-rest';
import { v5 } from 'uuid';
import type { EmbeddedChunk, Near, VectorIndex } from '../../domain/vectors/vector-index.js';

/** All collections of ours begin with it; a model has one of its own, so that a new model fills its collection beside the old one. */
const PREFIX = 'chasqui-passages-';
const POINTS_AT_A_TIME = 256;
/** Points looked at for each passage that is wanted: several sentences of one passage may be the nearest. */
const POINTS_A_PASSAGE = 4;
/** Ids of points follow from passage and place, so that what is stored twice is there once. */
const NAMESPACE = '6f1cdb6e-3f0c-5d0a-9a55-2f4b1c5b7a10';
const TIMEOUT_MS = 20_000;
/** A customer waits: then words decide alone. */
const QUESTION_TIMEOUT_MS = 1_500;

export interface QdrantSettings {
  url: string;
  apiKey: string | undefined;
}

/**
 * Vectors in Qdrant 1.19 or later: a point for each heading and sentence, with the tenant in its payload, and a graph for each tenant alone. Every
 * request of ours goes through {@link ofTenant}; strict mode refuses a filter by what has no index. Source: Qdrant, "Multitenancy", "Strict mode".
 */
export class QdrantVectorIndex implements VectorIndex {
  readonly home = 'qdrant';
  readonly #client: QdrantClient;
  readonly #quick: QdrantClient;
  readonly #made = new Map<string, Promise<void>>();

  constructor({ url, apiKey }: QdrantSettings) {
    const settings = { url, ...(apiKey ? { apiKey } : {}), checkCompatibility: false };
    this.#client = new QdrantClient({ ...settings, timeout: TIMEOUT_MS });
    this.#quick = new QdrantClient({ ...settings, timeout: QUESTION_TIMEOUT_MS });
  }

  async put(tenantId: string, model: string, documentId: string, chunks: readonly EmbeddedChunk[]): Promise<void> {
    const points = chunks.flatMap(({ chunkId, vectors }) =>
      vectors.map((vector, place) => ({
        id: v5(`${chunkId} ${place}`, NAMESPACE),
        vector: [...vector],
        payload: { tenant: tenantId, document: documentId, chunk: chunkId },
      })),
    );
    const [first] = points;
    if (!first) return;
    const collection = collectionOf(model);
    await this.#ensure(collection, first.vector.length);
    for (let at = 0; at < points.length; at += POINTS_AT_A_TIME) {
      await this.#client.upsert(collection, { wait: true, points: points.slice(at, at + POINTS_AT_A_TIME) });
    }
  }

  async remove(tenantId: string, documentIds: readonly string[]): Promise<void> {
    if (documentIds.length > 0) await this.#delete(ofTenant(tenantId, { key: 'document', match: { any: [...documentIds] } }));
  }

  async removeTenant(tenantId: string): Promise<void> {
    await this.#delete(ofTenant(tenantId));
  }

  async nearest(tenantId: string, model: string, questions: readonly Float32Array[], most: number): Promise<Near[][]> {
    const searches = questions.map((question) => ({
      query: [...question],
      filter: ofTenant(tenantId),
      limit: most * POINTS_A_PASSAGE,
      with_payload: ['document', 'chunk'],
    }));
    let results;
    try {
      results = await this.#quick.queryBatch(collectionOf(model), { searches });
    } catch (error) {
      // Nothing has vectors yet.
      if (isMissing(error)) return questions.map(() => []);
      throw error;
    }
    return questions.map((_, index) => passagesOf(results[index]?.points ?? [], most));
  }

  /** Of every model. */
  async #delete(filter: Schemas['Filter']): Promise<void> {
    const { collections } = await this.#client.getCollections();
    for (const { name } of collections) {
      if (name.startsWith(PREFIX)) await this.#client.delete(name, { wait: true, filter });
    }
  }

  async #ensure(collection: string, dimensions: number): Promise<void> {
    const making = this.#made.get(collection) ?? this.#make(collection, dimensions);
    this.#made.set(collection, making);
    try {
      await making;
    } catch (error) {
      this.#made.delete(collection);
      throw error;
    }
  }

  /** Every step may have been done before: by another process, or by this one before it was killed. */
  async #make(collection: string, dimensions: number): Promise<void> {
    if (!(await this.#client.collectionExists(collection)).exists) {
      await this.#client
        .createCollection(collection, {
          vectors: { size: dimensions, distance: 'Cosine', datatype: 'float16' },
          // No graph over all tenants, one for each: nobody searches all.
          hnsw_config: { m: 0, payload_m: 16 },
          strict_mode_config: {
            enabled: true,
            unindexed_filtering_retrieve: false,
            unindexed_filtering_update: false,
            max_query_limit: 1_000,
          },
        })
        .catch(async (error: unknown) => {
          if (!(await this.#client.collectionExists(collection)).exists) throw error;
        });
    }
    await this.#client.createPayloadIndex(collection, {
      wait: true,
      field_name: 'tenant',
      field_schema: { type: 'keyword', is_tenant: true },
    });
    await this.#client.createPayloadIndex(collection, { wait: true, field_name: 'document', field_schema: { type: 'keyword' } });
  }
}

/** The one place where a filter is made: none goes without its tenant. */
const ofTenant = (tenantId: string, ...more: Schemas['FieldCondition'][]): Schemas['Filter'] => ({
  must: [{ key: 'tenant', match: { value: tenantId } }, ...more],
});

/** A name that a collection may have, whatever the model is called. */
const collectionOf = (model: string): string => `${PREFIX}${createHash('sha256').update(model).digest('hex').slice(0, 16)}`;

const isMissing = (error: unknown): boolean => (error as { status?: unknown }).status === 404;

/** The best point of each passage, the best first, as they come. */
function passagesOf(points: readonly Schemas['ScoredPoint'][], most: number): Near[] {
  const passages = new Map<string, Near>();
  for (const { score, payload } of points) {
    const { document, chunk } = (payload ?? {}) as { document?: unknown; chunk?: unknown };
    if (typeof document !== 'string' || typeof chunk !== 'string' || passages.has(chunk)) continue;
    passages.set(chunk, { documentId: document, chunkId: chunk, similarity: score });
    if (passages.size === most) break;
  }
  return [...passages.values()];
}
