import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { ChunksRepository } from '../../persistence/chunks.repository.js';
import { DocumentsRepository } from '../../persistence/documents.repository.js';

@Injectable()
export class DeleteDocumentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly documents: DocumentsRepository,
    private readonly chunks: ChunksRepository,
  ) {}

  /** Takes a document out of every answer at once, published or not. */
  async execute(tenantId: string, id: string): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.documents.markDeleted(tx, id))) throw Problem.notFound('document');
      await this.chunks.deleteOf(tx, [id]);
    });
  }
}
