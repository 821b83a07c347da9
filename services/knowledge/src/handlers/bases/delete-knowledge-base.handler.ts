import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { described } from '../../domain/bases/knowledge-base.js';
import { ChunksRepository } from '../../persistence/documents/chunks.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { WebSourcesRepository } from '../../persistence/documents/web-sources.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { GoldenQuestionsRepository } from '../../persistence/golden/golden-questions.repository.js';
import { Audit } from '../audit.step.js';

@Injectable()
export class DeleteKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly chunks: ChunksRepository,
    private readonly golden: GoldenQuestionsRepository,
    private readonly webSources: WebSourcesRepository,
    private readonly audit: Audit,
  ) {}

  /** Deletes a base with its documents and golden questions: no answer uses them any more, and their text is erased. */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.bases.lock(tx, id))) throw Problem.notFound('knowledge base');
      const base = (await this.bases.find(tx, id))!;
      await this.chunks.deleteOf(tx, await this.documents.markAllDeleted(tx, id));
      await this.golden.deleteOf(tx, id);
      await this.webSources.delete(tx, { baseId: id });
      await this.bases.markDeleted(tx, id);
      this.audit.append(tx, by, 'deleted', { type: 'knowledge_base', id }, described(base), null);
    });
  }
}
