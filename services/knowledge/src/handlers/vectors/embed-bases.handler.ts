import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { TenantDatabase } from '#database';
import { Logger } from '#service-kit';
import { EncoderUnavailable } from '../../clients/embedding/encoder.js';
import { Embeddings } from '../../clients/embedding/embeddings.js';
import { textsToEmbed } from '../../domain/vectors/texts-to-embed.js';
import { markOf, VECTOR_INDEX, type EmbeddedChunk, type VectorIndex } from '../../domain/vectors/vector-index.js';
import { ChunksRepository } from '../../persistence/documents/chunks.repository.js';
import { EmbeddingWorkRepository, type BaseToEmbed, type DocumentToEmbed } from '../../persistence/vectors/embedding-work.repository.js';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const BASES_AT_A_TIME = 200;
/** Of a base in one turn; then the next base has its turn, so that nobody waits for another's thousand. */
const DOCUMENTS_A_TURN = 20;
/** A base of which a document failed is tried again after so long; the others go on. */
const REST_MS = 60_000;
const MOST_REMEMBERED = 10_000;
/** The encoder is away: each further document would wait in vain. */
const FAILURES_IN_A_ROW = 3;

/** No model is called so: a document whose vectors are being stored. */
const UNDER_WAY = '';

/** Where the work on a base stands in this process; after a restart it begins anew and skips the documents that are done. */
interface Progress {
  version: number | null;
  after: string;
  hasFailed: boolean;
  restsUntil: number;
}

/** Makes the vectors of published documents, base by base in turns, and removes those of documents that are no longer published. */
@Injectable()
export class EmbedBasesHandler {
  readonly #progress = new LRUCache<string, Progress>({ max: MOST_REMEMBERED });
  #failures = 0;

  constructor(
    private readonly database: TenantDatabase,
    private readonly work: EmbeddingWorkRepository,
    private readonly chunks: ChunksRepository,
    private readonly embeddings: Embeddings,
    @Inject(VECTOR_INDEX) private readonly index: VectorIndex,
    private readonly logger: Logger,
  ) {}

  /** Whether there is an encoder. */
  get isOn(): boolean {
    return this.embeddings.model !== undefined;
  }

  /**
   * Works until every base that waits has vectors, or rests after a failure. Each document is stored by itself, so that whatever ends the process
   * costs one of them.
   */
  async execute(stop: AbortSignal): Promise<void> {
    this.#failures = 0;
    while (!stop.aborted && (await this.#round(stop)));
  }

  /** Removes the vectors of documents that were deleted, where they did not go with them: as often as it takes, when their home is away. */
  async removeDeleted(stop: AbortSignal): Promise<void> {
    for (let after = { tenantId: BEFORE_ALL, id: BEFORE_ALL }; !stop.aborted;) {
      const found = await this.database.forSystem((tx) => this.work.deleted(tx, after, BASES_AT_A_TIME));
      for (const [tenantId, documents] of Map.groupBy(found, (document) => document.tenantId)) {
        const ids = documents.map(({ id }) => id);
        await this.index.remove(tenantId, ids);
        await this.database.forTenant(tenantId, (tx) => this.work.forget(tx, ids));
      }
      if (found.length < BASES_AT_A_TIME) return;
      after = found.at(-1)!;
    }
  }

  /** Marks the bases whose vectors are of another model than the one that is configured: they wait like those that were just published. */
  async markOthers(stop: AbortSignal): Promise<void> {
    for (let after = { tenantId: BEFORE_ALL, id: BEFORE_ALL }; !stop.aborted;) {
      const found = await this.database.forSystem((tx) => this.work.next(tx, after, BASES_AT_A_TIME));
      for (const base of found) {
        if (base.publishedVersion === null || base.embeddedVersion === null || base.embeddedModel === this.#markOf(base)) continue;
        await this.database.forTenant(base.tenantId, (tx) => this.work.again(tx, base.id));
      }
      if (found.length < BASES_AT_A_TIME) return;
      after = found.at(-1)!;
    }
  }

  /** One turn for each base. @returns whether one of them has more to do */
  async #round(stop: AbortSignal): Promise<boolean> {
    let isMore = false;
    let after = { tenantId: BEFORE_ALL, id: BEFORE_ALL };
    for (;;) {
      const found = await this.database.forSystem((tx) => this.work.changed(tx, after, BASES_AT_A_TIME));
      for (const base of found) {
        if (stop.aborted || this.#failures >= FAILURES_IN_A_ROW) return false;
        if (!this.#rests(base)) isMore = (await this.#turn(base, stop)) || isMore;
      }
      if (found.length < BASES_AT_A_TIME) return isMore;
      after = found.at(-1)!;
    }
  }

  #markOf(base: BaseToEmbed): string | null {
    return base.publishedVersion !== null && this.embeddings.knows(base.language) ? markOf(this.index, this.embeddings.model!) : null;
  }

  #rests(base: BaseToEmbed): boolean {
    const progress = this.#progress.get(base.id);
    return progress !== undefined && progress.version === base.publishedVersion && progress.restsUntil > performance.now();
  }

  async #turn(base: BaseToEmbed, stop: AbortSignal): Promise<boolean> {
    const { tenantId, id, publishedVersion: version } = base;
    const mark = this.#markOf(base);
    const known = this.#progress.get(id);
    const progress = known?.version === version ? known : { version, after: BEFORE_ALL, hasFailed: false, restsUntil: 0 };
    this.#progress.set(id, progress);
    if (mark !== null) {
      const documents = await this.database.forTenant(tenantId, (tx) =>
        this.work.documents(tx, { id, version: version! }, progress.after, DOCUMENTS_A_TURN),
      );
      for (const document of documents) {
        if (stop.aborted || this.#failures >= FAILURES_IN_A_ROW) return false;
        if (document.isThere && document.embeddedModel !== mark && !(await this.#embed(tenantId, document, mark, stop))) {
          progress.hasFailed = true;
        }
        progress.after = document.id;
      }
      if (documents.length === DOCUMENTS_A_TURN) return true;
    }
    if (progress.hasFailed) {
      Object.assign(progress, { after: BEFORE_ALL, hasFailed: false, restsUntil: performance.now() + REST_MS });
      return false;
    }
    await this.#removeOthers(tenantId, { id, version: mark === null ? null : version });
    await this.database.forTenant(tenantId, (tx) => this.work.finish(tx, { id, version }, mark));
    this.#progress.delete(id);
    return false;
  }

  async #embed(tenantId: string, document: DocumentToEmbed, mark: string, stop: AbortSignal): Promise<boolean> {
    const { id: documentId } = document;
    const stored = await this.database.forTenant(tenantId, (tx) => this.chunks.ofDocuments(tx, [documentId]));
    const texts = stored.map(textsToEmbed);
    let vectors: Float32Array[];
    try {
      vectors = await this.embeddings.ofTexts(tenantId, texts.flat(), stop);
      this.#failures = 0;
    } catch (error) {
      if (!(error instanceof EncoderUnavailable)) throw error;
      if (!stop.aborted) this.logger.warn('a document has no vectors yet', error, { tenantId, documentId });
      this.#failures++;
      return false;
    }
    const embedded: EmbeddedChunk[] = [];
    stored.forEach(({ id: chunkId }, place) => {
      const own = vectors.splice(0, texts[place]!.length);
      if (own.length > 0) embedded.push({ chunkId, vectors: own });
    });
    // Marked first, so that whatever ends the process, the vectors of a document that is deleted meanwhile are removed.
    if (!(await this.database.forTenant(tenantId, (tx) => this.work.mark(tx, [documentId], UNDER_WAY)))) return true;
    // Those of another model.
    if (document.embeddedModel) await this.index.remove(tenantId, [documentId]);
    await this.index.put(tenantId, this.embeddings.model!, documentId, embedded);
    const isThere = await this.database.forTenant(tenantId, (tx) => this.work.mark(tx, [documentId], mark));
    if (!isThere) await this.index.remove(tenantId, [documentId]);
    return true;
  }

  /** Removes the vectors of documents that the version does not have; null: of all. */
  async #removeOthers(tenantId: string, base: { id: string; version: number | null }): Promise<void> {
    for (let after = BEFORE_ALL; ;) {
      const ids = await this.database.forTenant(tenantId, (tx) => this.work.leftOver(tx, base, after, BASES_AT_A_TIME));
      if (ids.length > 0) {
        await this.index.remove(tenantId, ids);
        await this.database.forTenant(tenantId, (tx) => this.work.mark(tx, ids, null));
      }
      if (ids.length < BASES_AT_A_TIME) return;
      after = ids.at(-1)!;
    }
  }
}
