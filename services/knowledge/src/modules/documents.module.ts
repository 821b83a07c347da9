import multipart from '@fastify/multipart';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { ObjectStore, openObjectStore } from '#object-store';
import { CONFIG } from '#service-kit';
import { DocumentReader } from '../clients/reading/document-reader.js';
import { WebClient } from '../clients/web/web.client.js';
import { QuickReader } from '../clients/reading/quick-reader.js';
import type { Config } from '../config.js';
import { MAX_DOCUMENT_BYTES } from '../domain/documents/document.js';
import { AddPartsJob } from '../entrypoints/documents/add-parts.job.js';
import { DeleteUnusedObjectsJob } from '../entrypoints/documents/delete-unused-objects.job.js';
import { DocumentContentsController } from '../entrypoints/documents/document-contents.controller.js';
import { DocumentsController } from '../entrypoints/documents/documents.controller.js';
import { ProcessDocumentsJob } from '../entrypoints/documents/process-documents.job.js';
import { LookAtWebJob } from '../entrypoints/documents/look-at-web.job.js';
import { WebSourcesController } from '../entrypoints/documents/web-sources.controller.js';
import { Uploads } from '../entrypoints/documents/uploads.js';
import { AddDocumentHandler } from '../handlers/documents/add-document.handler.js';
import { AddPartsHandler } from '../handlers/documents/add-parts.handler.js';
import { ChangeDocumentHandler } from '../handlers/documents/change-document.handler.js';
import { DeleteUnusedObjectsHandler } from '../handlers/documents/delete-unused-objects.handler.js';
import { DocumentFiles } from '../handlers/documents/document-files.handler.js';
import { DeleteDocumentHandler } from '../handlers/documents/delete-document.handler.js';
import { DocumentContentsHandler } from '../handlers/documents/document-contents.handler.js';
import { GetDocumentHandler } from '../handlers/documents/get-document.handler.js';
import { LookAtWebHandler } from '../handlers/documents/look-at-web.handler.js';
import { WebSignal, WebSourcesHandler } from '../handlers/documents/web-sources.handler.js';
import { ListDocumentsHandler } from '../handlers/documents/list-documents.handler.js';
import { ProcessDocumentsHandler } from '../handlers/documents/process-documents.handler.js';
import { ProcessingSignal } from '../handlers/documents/processing-signal.state.js';
import { StoreDocuments } from '../handlers/documents/store-documents.handler.js';
import { TakeBackDocumentsHandler } from '../handlers/documents/take-back-documents.handler.js';
import { Turns } from '../handlers/documents/turns.handler.js';
import { DocumentQueueRepository } from '../persistence/documents/document-queue.repository.js';
import { ReplacementsRepository } from '../persistence/documents/replacements.repository.js';
import { PartsRepository } from '../persistence/documents/parts.repository.js';
import { RowsModule } from './rows.module.js';

@Module({
  imports: [RowsModule],
  controllers: [DocumentsController, DocumentContentsController, WebSourcesController],
  providers: [
    ProcessDocumentsJob,
    AddPartsJob,
    AddPartsHandler,
    PartsRepository,
    Uploads,
    AddDocumentHandler,
    ListDocumentsHandler,
    GetDocumentHandler,
    DeleteDocumentHandler,
    ChangeDocumentHandler,
    DocumentContentsHandler,
    ReplacementsRepository,
    LookAtWebJob,
    LookAtWebHandler,
    WebSourcesHandler,
    WebSignal,
    WebClient,
    ProcessDocumentsHandler,
    TakeBackDocumentsHandler,
    StoreDocuments,
    Turns,
    ProcessingSignal,
    DocumentQueueRepository,
    DocumentReader,
    QuickReader,
    DocumentFiles,
    DeleteUnusedObjectsJob,
    DeleteUnusedObjectsHandler,
    { provide: ObjectStore, inject: [CONFIG], useFactory: (config: Config): ObjectStore => openObjectStore(config) },
  ],
  exports: [AddDocumentHandler],
})
export class DocumentsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // One byte more than allowed, so that a file that is too large is told from one that just fits.
    // Not awaited: Fastify would settle the routes that are there with its own error handler, before Nest puts in ours.
    void this.host.httpAdapter
      .getInstance<FastifyInstance>()
      .register(multipart, { limits: { fileSize: MAX_DOCUMENT_BYTES + 1, files: 1, fields: 10, fieldSize: 10_000 } });
  }
}
