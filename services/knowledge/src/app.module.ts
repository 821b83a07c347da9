import multipart from '@fastify/multipart';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { MessagingModule } from '#messaging';
import { DatabaseModule } from '#service-kit';
import { DocumentReader } from './clients/reading/document-reader.js';
import { QuickReader } from './clients/reading/quick-reader.js';
import { MAX_DOCUMENT_BYTES } from './domain/documents/document.js';
import { DocumentsController } from './entrypoints/documents/documents.controller.js';
import { KnowledgeBasesController } from './entrypoints/bases/knowledge-bases.controller.js';
import { KnowledgeSearchQuery } from './entrypoints/search/knowledge-search.query.js';
import { ProcessDocumentsJob } from './entrypoints/documents/process-documents.job.js';
import { Uploads } from './entrypoints/documents/uploads.js';
import { Audit } from './handlers/audit.step.js';
import { ChangeKnowledgeBaseHandler } from './handlers/bases/change-knowledge-base.handler.js';
import { CreateKnowledgeBaseHandler } from './handlers/bases/create-knowledge-base.handler.js';
import { DeleteKnowledgeBaseHandler } from './handlers/bases/delete-knowledge-base.handler.js';
import { GetKnowledgeBaseHandler } from './handlers/bases/get-knowledge-base.handler.js';
import { ListKnowledgeBasesHandler } from './handlers/bases/list-knowledge-bases.handler.js';
import { ListVersionsHandler } from './handlers/bases/list-versions.handler.js';
import { PublishKnowledgeBaseHandler } from './handlers/bases/publish-knowledge-base.handler.js';
import { RollBackKnowledgeBaseHandler } from './handlers/bases/roll-back-knowledge-base.handler.js';
import { AddDocumentHandler } from './handlers/documents/add-document.handler.js';
import { DeleteDocumentHandler } from './handlers/documents/delete-document.handler.js';
import { GetDocumentHandler } from './handlers/documents/get-document.handler.js';
import { ListDocumentsHandler } from './handlers/documents/list-documents.handler.js';
import { ProcessDocumentsHandler } from './handlers/documents/process-documents.handler.js';
import { ProcessingSignal } from './handlers/documents/processing-signal.state.js';
import { StoreDocuments } from './handlers/documents/store-documents.handler.js';
import { TakeBackDocumentsHandler } from './handlers/documents/take-back-documents.handler.js';
import { Turns } from './handlers/documents/turns.handler.js';
import { FindPassagesHandler } from './handlers/search/find-passages.handler.js';
import { SearchKnowledgeBaseHandler } from './handlers/search/search-knowledge-base.handler.js';
import { ChunksRepository } from './persistence/documents/chunks.repository.js';
import { DocumentQueueRepository } from './persistence/documents/document-queue.repository.js';
import { DocumentsRepository } from './persistence/documents/documents.repository.js';
import { KnowledgeBasesRepository } from './persistence/bases/knowledge-bases.repository.js';
import { PassagesRepository } from './persistence/search/passages.repository.js';
import { VersionsRepository } from './persistence/bases/versions.repository.js';

@Module({
  imports: [DatabaseModule, MessagingModule],
  controllers: [KnowledgeBasesController, DocumentsController],
  providers: [
    KnowledgeSearchQuery,
    ProcessDocumentsJob,
    Audit,
    CreateKnowledgeBaseHandler,
    ListKnowledgeBasesHandler,
    GetKnowledgeBaseHandler,
    ChangeKnowledgeBaseHandler,
    DeleteKnowledgeBaseHandler,
    PublishKnowledgeBaseHandler,
    RollBackKnowledgeBaseHandler,
    ListVersionsHandler,
    AddDocumentHandler,
    ListDocumentsHandler,
    GetDocumentHandler,
    DeleteDocumentHandler,
    ProcessDocumentsHandler,
    TakeBackDocumentsHandler,
    StoreDocuments,
    Uploads,
    Turns,
    ProcessingSignal,
    SearchKnowledgeBaseHandler,
    FindPassagesHandler,
    KnowledgeBasesRepository,
    VersionsRepository,
    DocumentsRepository,
    DocumentQueueRepository,
    ChunksRepository,
    PassagesRepository,
    DocumentReader,
    QuickReader,
  ],
})
export class AppModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // Not awaited: Fastify would settle the routes that are there with its own error handler, before Nest puts in ours.
    void this.host.httpAdapter
      .getInstance<FastifyInstance>()
      .register(multipart, { limits: { fileSize: MAX_DOCUMENT_BYTES, files: 1, fields: 10, fieldSize: 10_000 } });
  }
}
