import { Module } from '@nestjs/common';
import { ENCODER, encoderOf } from '../clients/embedding/encoder-of.js';
import { EmbeddingMeter } from '../clients/embedding/embedding-meter.js';
import { Embeddings } from '../clients/embedding/embeddings.js';
import { CONFIG } from '#service-kit';
import type { Config } from '../config.js';
import { VECTOR_INDEX, type VectorIndex } from '../domain/vectors/vector-index.js';
import { EmbedBasesJob } from '../entrypoints/vectors/embed-bases.job.js';
import { EmbedBasesHandler } from '../handlers/vectors/embed-bases.handler.js';
import { EnterUsageHandler } from '../handlers/vectors/enter-usage.handler.js';
import { EmbeddingWorkRepository } from '../persistence/vectors/embedding-work.repository.js';
import { PostgresVectorIndex } from '../persistence/vectors/postgres-vector-index.js';
import { RowsModule } from './rows.module.js';

/** Vectors of what is published, and the encoder that makes them. */
@Module({
  imports: [RowsModule],
  providers: [
    EmbedBasesJob,
    EmbedBasesHandler,
    EnterUsageHandler,
    EmbeddingWorkRepository,
    EmbeddingMeter,
    { provide: ENCODER, inject: [CONFIG], useFactory: encoderOf },
    Embeddings,
    PostgresVectorIndex,
    {
      provide: VECTOR_INDEX,
      inject: [CONFIG, PostgresVectorIndex],
      // Its client is loaded only where there is a server.
      useFactory: async ({ QDRANT_URL: url, QDRANT_API_KEY: apiKey }: Config, postgres: PostgresVectorIndex): Promise<VectorIndex> =>
        url ? new (await import('../clients/qdrant/qdrant-vector-index.js')).QdrantVectorIndex({ url, apiKey }) : postgres,
    },
  ],
  exports: [Embeddings, VECTOR_INDEX],
})
export class VectorsModule {}
