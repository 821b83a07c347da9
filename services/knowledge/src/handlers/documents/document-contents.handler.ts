import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { isQuick, type DocumentRecord } from '../../domain/documents/document.js';
import { editableOf, type Editable } from '../../domain/documents/editable.js';
import { ChunksRepository, type ShownChunk } from '../../persistence/documents/chunks.repository.js';
import { DocumentQueueRepository } from '../../persistence/documents/document-queue.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { ReplacementsRepository } from '../../persistence/documents/replacements.repository.js';
import { Audit } from '../audit.step.js';
import { ProcessingSignal } from './processing-signal.state.js';

/** What a document says, and reading it once more. */
@Injectable()
export class DocumentContentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly documents: DocumentsRepository,
    private readonly replacements: ReplacementsRepository,
    private readonly chunks: ChunksRepository,
    private readonly queue: DocumentQueueRepository,
    private readonly signal: ProcessingSignal,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found */
  async content(tenantId: string, id: string): Promise<Editable> {
    const found = await this.database.forTenant(tenantId, (tx) => this.replacements.source(tx, id));
    if (!found) throw Problem.notFound('document');
    return found.source ? editableOf(found.contentType, found.source) : { text: null, pairs: null };
  }

  /** @returns up to `limit + 1` passages, as they were read, after the given one @throws {Problem} not_found */
  async passages(tenantId: string, id: string, limit: number, after: number): Promise<ShownChunk[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.documents.find(tx, id))) throw Problem.notFound('document');
      return this.chunks.page(tx, id, limit, after);
    });
  }

  /** Reads a document again that failed; one that did not fail stays as it is. @throws {Problem} not_found */
  async retry(tenantId: string, id: string, by: Actor): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    return this.database.forTenant(tenantId, async (tx) => {
      const document = await this.documents.find(tx, id);
      if (!document) throw Problem.notFound('document');
      const { title, contentType, bytes, status } = document;
      if (!(await this.queue.queueFailed(tx, id))) return { id, status };
      this.audit.append(tx, by, 'read_again', { type: 'document', id }, { status }, { status: 'queued', title });
      tx.afterCommit(() => this.signal.of(isQuick(contentType, bytes)).wake());
      return { id, status: 'queued' };
    });
  }
}
