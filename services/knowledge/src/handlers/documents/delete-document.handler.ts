import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { ChunksRepository } from '../../persistence/documents/chunks.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { ReplacementsRepository } from '../../persistence/documents/replacements.repository.js';
import { Audit } from '../audit.step.js';

@Injectable()
export class DeleteDocumentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly replacements: ReplacementsRepository,
    private readonly chunks: ChunksRepository,
    private readonly audit: Audit,
  ) {}

  /**
   * Deletes a document: no answer uses it any more, published or not, nor what it took the place of. The list does not show those, so nobody could
   * delete them otherwise, and they would answer customers until the next publish.
   */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const document = await this.documents.find(tx, id);
      // Bases are locked before documents, as everywhere: no version is made of it meanwhile.
      if (document) await this.bases.share(tx, [document.baseId]);
      if (!document || !(await this.documents.markDeleted(tx, id))) throw Problem.notFound('document');
      const retired = await this.replacements.retiredBy(tx, id);
      for (const each of retired) await this.documents.markDeleted(tx, each);
      await this.chunks.deleteOf(tx, [id, ...retired]);
      const { baseId, title, contentType, bytes } = document;
      this.audit.append(tx, by, 'deleted', { type: 'document', id }, { baseId, title, contentType, bytes }, null);
    });
  }
}
