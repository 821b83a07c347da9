import { Logger, Metrics } from '#service-kit';
import { EmbeddingMeter } from '../../services/knowledge/src/clients/embedding/embedding-meter.js';
import { Embeddings } from '../../services/knowledge/src/clients/embedding/embeddings.js';
import { LocalEncoder } from '../../services/knowledge/src/clients/embedding/local-encoder.js';
import { markOf, type Meant } from '../../services/knowledge/src/domain/vectors/vector-index.js';
import { MOST_NEAR } from '../../services/knowledge/src/handlers/search/find-meanings.handler.js';
import { PostgresVectorIndex } from '../../services/knowledge/src/persistence/vectors/postgres-vector-index.js';
import { VectorsRepository } from '../../services/knowledge/src/persistence/vectors/vectors.repository.js';
import { service } from '../../services/knowledge/src/service.js';
import type { Bases } from './bases.js';
import { UsageError } from './options.js';

/** @throws {UsageError} for what is neither `en` nor `off` */
export function embeddingsOf(option: string | undefined): 'off' | 'en' {
  if (option === undefined || option === 'en') return 'en';
  if (option === 'off') return 'off';
  throw new UsageError(`--embeddings is en or off, not ${option}`);
}

/** What is near to questions by what it means, as the knowledge service finds it; on a busy machine it waits, where the service would go on by words. */
export class Meanings {
  readonly #embeddings: Embeddings;
  readonly #index: PostgresVectorIndex;

  constructor({ database }: Bases, embeddings: 'off' | 'en') {
    const logger = Logger.create('bench', 'warn');
    this.#embeddings = new Embeddings(embeddings === 'en' ? new LocalEncoder() : null, new EmbeddingMeter(new Metrics(service)), logger);
    this.#index = new PostgresVectorIndex(database, new VectorsRepository(), logger);
  }

  async of(tenantId: string, questions: readonly string[]): Promise<Meant | undefined> {
    const { model } = this.#embeddings;
    if (model === undefined) return undefined;
    const vectors = await this.#embeddings.ofTexts(tenantId, questions, new AbortController().signal);
    const near = await this.#index.nearest(tenantId, model, vectors, MOST_NEAR);
    return near.some(({ length }) => length > 0) ? { mark: markOf(this.#index, model), near } : undefined;
  }
}
