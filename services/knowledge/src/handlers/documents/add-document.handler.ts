import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, requireRoom, type Actor } from '#service-kit';
import { isQuick, type DocumentRecord } from '../../domain/documents/document.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { Audit } from '../audit.step.js';
import { checkedType } from './checked-type.step.js';
import { ProcessingSignal } from './processing-signal.state.js';

export interface NewDocument {
  title: string;
  /** As the sender declares it. */
  contentType?: string;
  fileName?: string;
  bytes: Uint8Array;
}

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
   * Stores a document for processing. Refuses one that is obviously wrong: too large, empty, or of an unknown type.
   *
   * @throws {Problem} quota_exceeded: the plan allows no more documents. One that is there already can be sent again
   */
  async execute(tenantId: string, baseId: string, document: NewDocument, by: Actor): Promise<Pick<DocumentRecord, 'id' | 'status'>> {
    const { bytes, title } = document;
    const contentType = checkedType(document);
    const readsQuickly = isQuick(contentType, bytes.length);
    const sha256 = createHash('sha256').update(contentType).update('\0').update(bytes).digest('hex');
    const add = async (tx: Transaction): Promise<Pick<DocumentRecord, 'id' | 'status'>> => {
      if ((await this.bases.share(tx, [baseId])).length === 0) throw Problem.notFound('knowledge base');
      const id = v7();
      const added = await this.documents.add(tx, { id, baseId, title, contentType, isQuick: readsQuickly, sha256, source: bytes });
      if (added.status === 'queued') tx.afterCommit(() => this.signal.of(readsQuickly).wake());
      // The same file again changes nothing, so it is not audited.
      if (added.id === id) {
        const count = (enough: number): Promise<number> => this.documents.count(tx, enough);
        await requireRoom(tx, { tenantId, meter: 'documents', adding: 0, count });
        this.audit.append(tx, by, 'added', { type: 'document', id }, null, { baseId, title, contentType, bytes: bytes.length });
      }
      return added;
    };
    // Small documents that arrive at once share transactions: fewer round trips and syncs to disk.
    return readsQuickly ? this.database.together(tenantId, add) : this.database.forTenant(tenantId, add);
  }
}
