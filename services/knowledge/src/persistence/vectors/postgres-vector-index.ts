import { setImmediate as breath } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { TenantDatabase } from '#database';
import { Logger } from '#service-kit';
import { cosineOf } from '../../domain/vectors/packed-vectors.js';
import type { EmbeddedChunk, Near, VectorIndex } from '../../domain/vectors/vector-index.js';
import { VectorsRepository, type StoredVectors } from './vectors.repository.js';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
/** Passages read from Postgres at a time: some two megabytes. */
const PAGE = 500;
/** How long a process may find by vectors that changed. Nothing that was deleted or taken back is shown meanwhile: the search sees to that. */
const LOOK_AGAIN_MS = 1_000;
const MEBIBYTE = 1024 * 1024;
/** Vectors that one tenant may have: 32,768 of 512 dimensions, which is a scan of some 20 ms. */
export const MOST_BYTES_OF_A_TENANT = 16 * MEBIBYTE;
/** Vectors that this process keeps in memory, of all tenants. */
const MOST_BYTES = 64 * MEBIBYTE;

/** The vectors of one tenant in memory. */
interface Held {
  revision: string;
  /** Undefined: more than this home is for. */
  packed: Int8Array | undefined;
  chunks: { documentId: string; chunkId: string; from: number; count: number }[];
  lookedAt: number;
}

/**
 * Vectors in Postgres, which has no index for them: the vectors of a tenant are read into memory and compared one by one, which is exact. A tenant
 * with more than {@link MOST_BYTES_OF_A_TENANT} is answered by words alone here; that is what Qdrant is for.
 */
@Injectable()
export class PostgresVectorIndex implements VectorIndex {
  readonly home = 'postgres';
  readonly #held = new LRUCache<string, Held>({ maxSize: MOST_BYTES, sizeCalculation: ({ packed }) => (packed?.length ?? 0) + 1_024 });
  readonly #reading = new Map<string, Promise<Held | undefined>>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly vectors: VectorsRepository,
    private readonly logger: Logger,
  ) {}

  async put(tenantId: string, model: string, documentId: string, chunks: readonly EmbeddedChunk[]): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      await this.vectors.touch(tx, model);
      await this.vectors.insert(tx, model, documentId, chunks);
    });
  }

  async remove(tenantId: string, documentIds: readonly string[]): Promise<void> {
    await this.database.forTenant(tenantId, (tx) => this.vectors.deleteOf(tx, documentIds));
  }

  async removeTenant(tenantId: string): Promise<void> {
    while ((await this.database.forTenant(tenantId, (tx) => this.vectors.deleteSome(tx, PAGE))) > 0);
  }

  async nearest(tenantId: string, model: string, questions: readonly Float32Array[], most: number): Promise<Near[][]> {
    const held = await this.#heldOf(tenantId, model);
    const found: Near[][] = [];
    for (const question of questions) {
      found.push(held?.packed ? nearestIn(held.chunks, held.packed, question, most) : []);
      // Each is a few milliseconds of work: what else waits goes between them.
      await breath();
    }
    return found;
  }

  async #heldOf(tenantId: string, model: string): Promise<Held | undefined> {
    const key = `${tenantId} ${model}`;
    const held = this.#held.get(key);
    if (held && performance.now() - held.lookedAt < LOOK_AGAIN_MS) return held;
    const reading = this.#reading.get(key) ?? this.#read(key, tenantId, model, held).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(key: string, tenantId: string, model: string, before: Held | undefined): Promise<Held | undefined> {
    const lookedAt = performance.now();
    return this.database.forTenant(tenantId, async (tx) => {
      // Read first: what changes while the vectors are read shows by a later revision.
      const revision = await this.vectors.revision(tx, model);
      if (before && revision === before.revision) {
        before.lookedAt = lookedAt;
        return before;
      }
      const rows: StoredVectors[] = [];
      let [bytes, after] = [0, { documentId: BEFORE_ALL, chunkId: BEFORE_ALL }];
      while (revision !== undefined && bytes <= MOST_BYTES_OF_A_TENANT) {
        const page = await this.vectors.page(tx, model, after, PAGE);
        rows.push(...page);
        bytes += page.reduce((sum, { vectors }) => sum + vectors.length, 0);
        if (page.length < PAGE) break;
        after = page.at(-1)!;
      }
      const held = {
        revision: revision ?? '',
        lookedAt,
        ...(bytes > MOST_BYTES_OF_A_TENANT ? { packed: undefined, chunks: [] } : joined(rows, bytes)),
      };
      if (!held.packed)
        this.logger.warn('a tenant has more vectors than Postgres is searched for; words decide alone', undefined, { tenantId });
      this.#held.set(key, held);
      return held;
    });
  }
}

function joined(rows: readonly StoredVectors[], bytes: number): Pick<Held, 'packed' | 'chunks'> {
  const packed = new Int8Array(bytes);
  const chunks: Held['chunks'] = [];
  let [at, from] = [0, 0];
  for (const { documentId, chunkId, count, vectors } of rows) {
    packed.set(new Int8Array(vectors.buffer, vectors.byteOffset, vectors.length), at);
    chunks.push({ documentId, chunkId, from, count });
    at += vectors.length;
    from += count;
  }
  return { packed, chunks };
}

function nearestIn(chunks: Held['chunks'], packed: Int8Array, question: Float32Array, most: number): Near[] {
  const vectors = chunks.reduce((sum, { count }) => sum + count, 0);
  // A server may change what it calls by the same name.
  if (packed.length !== vectors * question.length) return [];
  return chunks
    .map(({ documentId, chunkId, from, count }) => {
      let similarity = -1;
      for (let row = from; row < from + count; row++) similarity = Math.max(similarity, cosineOf(question, packed, row));
      return { documentId, chunkId, similarity };
    })
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, most);
}
