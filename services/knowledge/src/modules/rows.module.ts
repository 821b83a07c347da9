import { Module } from '@nestjs/common';
import { Audit } from '../handlers/audit.step.js';
import { KnowledgeBasesRepository } from '../persistence/bases/knowledge-bases.repository.js';
import { ChunksRepository } from '../persistence/documents/chunks.repository.js';
import { DocumentsRepository } from '../persistence/documents/documents.repository.js';

/** What bases and documents both write: a base is deleted with its documents, and a document is added under a lock on its base. */
@Module({
  providers: [Audit, KnowledgeBasesRepository, DocumentsRepository, ChunksRepository],
  exports: [Audit, KnowledgeBasesRepository, DocumentsRepository, ChunksRepository],
})
export class RowsModule {}
