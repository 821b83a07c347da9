import { Module } from '@nestjs/common';
import { Audit } from '../handlers/audit.step.js';
import { KnowledgeBasesRepository } from '../persistence/bases/knowledge-bases.repository.js';
import { ChunksRepository } from '../persistence/documents/chunks.repository.js';
import { WebSourcesRepository } from '../persistence/documents/web-sources.repository.js';
import { ObjectsRepository } from '../persistence/documents/objects.repository.js';
import { DocumentsRepository } from '../persistence/documents/documents.repository.js';
import { VectorsRepository } from '../persistence/vectors/vectors.repository.js';

/** What bases and documents both write: a base is deleted with its documents, and a document is added under a lock on its base; its vectors go with it. */
@Module({
  providers: [
    Audit,
    KnowledgeBasesRepository,
    DocumentsRepository,
    ObjectsRepository,
    WebSourcesRepository,
    ChunksRepository,
    VectorsRepository,
  ],
  exports: [
    Audit,
    KnowledgeBasesRepository,
    DocumentsRepository,
    ObjectsRepository,
    WebSourcesRepository,
    ChunksRepository,
    VectorsRepository,
  ],
})
export class RowsModule {}
