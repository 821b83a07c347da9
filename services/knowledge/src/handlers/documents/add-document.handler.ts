import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { lookForRoom, Problem, requireRoom, type Actor } from '#service-kit';
import { isQuick, type DocumentRecord, type ReadableType } from '../../domain/documents/document.js';
import { sizeOf, type SourceFile } from '../../domain/documents/source-file.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { Audit, type Author } from '../audit.step.js';
import { checkedType } from './checked-type.step.js';
import { ProcessingSignal } from './processing-signal.state.js';

export type NewDocument = SourceFile & {
  title: string;
  /** As the sender declares it. */
  contentType?: string;
  fileName?: string;
};

@Injectable()
export class AddDocumentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly signal: ProcessingSignal,
    private readonly audit: Audit,
  ) {}

  /**
   * Before a large file is received: whether a document could take it. Where the plan has no room, not even one that is there already is taken in.
   *
   * @throws {Problem} not_found, quota_exceeded
   */
  async look(tenantId: string, baseId: string): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.bases.find(tx, baseId))) throw Problem.notFound('knowledge base');
      const count = (enough: number): Promise<number> => this.documents.count(tx, enough);
      await lookForRoom(tx, { tenantId, meter: 'documents', adding: 1, count });
    });
  }

  /**
   * Stores a document for processing. Refuses one that is obviously wrong: too large, empty, or of an unknown type.
   *
   * @throws {Problem} quota_exceeded: the plan allows no more documents. One that is there already can be sent again
   */
  async execute(tenantId: string, baseId: string, document: NewDocument, by: Actor): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    const contentType = checkedType(document);
    const add = async (tx: Transaction): Promise<Pick<DocumentRecord, 'id' | 'status'>> => {
      if ((await this.bases.share(tx, [baseId])).length === 0) throw Problem.notFound('knowledge base');
      return this.addTo(tx, baseId, { ...document, contentType }, by);
    };
    // Small documents that arrive at once share transactions: fewer round trips and syncs to disk.
    return isQuick(contentType, sizeOf(document)) ? this.database.together(tenantId, add) : this.database.forTenant(tenantId, add);
  }

  /** Stores a document of a base that is shared by the transaction. @throws {Problem} quota_exceeded */
  async addTo(
    tx: Transaction,
    baseId: string,
    document: SourceFile & { title: string; contentType: ReadableType },
    by: Author,
  ): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    const { title, contentType } = document;
    const bytes = sizeOf(document);
    const readsQuickly = isQuick(contentType, bytes);
    const id = v7();
    const added = await this.documents.add(tx, { id, baseId, title, contentType, isQuick: readsQuickly, file: document });
    if (added.status === 'queued') tx.afterCommit(() => this.signal.of(readsQuickly).wake());
    // The same file again changes nothing, so it is not audited.
    if (added.id === id) {
      const count = (enough: number): Promise<number> => this.documents.count(tx, enough);
      await requireRoom(tx, { tenantId: tx.tenantId!, meter: 'documents', adding: 0, count });
      this.audit.append(tx, by, 'added', { type: 'document', id }, null, { baseId, title, contentType, bytes });
    }
    return added;
  }
}
