import { Module } from '@nestjs/common';
import { EmbeddingMeter } from '../clients/embedding/embedding-meter.js';
import { Embeddings } from '../clients/embedding/embeddings.js';
import { VECTOR_INDEX } from '../domain/vectors/vector-index.js';
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
    Embeddings,
    { provide: VECTOR_INDEX, useClass: PostgresVectorIndex },
  ],
  exports: [Embeddings, VECTOR_INDEX],
})
export class VectorsModule {}
