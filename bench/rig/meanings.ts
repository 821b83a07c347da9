import { Logger, Metrics } from '#service-kit';
import { EmbeddingMeter } from '../../services/knowledge/src/clients/embedding/embedding-meter.js';
import { Embeddings } from '../../services/knowledge/src/clients/embedding/embeddings.js';
import { config } from '../../services/knowledge/src/config.js';
import { FindMeanings } from '../../services/knowledge/src/handlers/search/find-meanings.handler.js';
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

/** What is near to a question by what it means, as the knowledge service finds it. */
export function meaningsOf({ database }: Bases, embeddings: 'off' | 'en'): FindMeanings {
  const logger = Logger.create('bench', 'warn');
  const settings = config.partial().parse({ LOCAL_EMBEDDINGS: embeddings });
  const encoder = new Embeddings(settings as never, new EmbeddingMeter(new Metrics(service)), logger);
  return new FindMeanings(encoder, new PostgresVectorIndex(database, new VectorsRepository(), logger), logger);
}
