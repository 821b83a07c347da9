import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { ChunksRepository } from '../../persistence/chunks.repository.js';
import { DocumentsRepository } from '../../persistence/documents.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/knowledge-bases.repository.js';

@Injectable()
export class DeleteKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly chunks: ChunksRepository,
  ) {}

  /** Takes a base and all its documents out of every answer, and erases what they say. */
  async execute(tenantId: string, id: string): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.bases.lock(tx, id))) throw Problem.notFound('knowledge base');
      await this.chunks.deleteOf(tx, await this.documents.markAllDeleted(tx, id));
      await this.bases.markDeleted(tx, id);
    });
  }
}
