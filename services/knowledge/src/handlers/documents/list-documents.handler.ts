import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { DocumentRecord } from '../../domain/documents/document.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';

@Injectable()
export class ListDocumentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
  ) {}

  /** @returns up to `limit + 1` documents, newest first */
  async execute(tenantId: string, baseId: string, limit: number, before: string | undefined): Promise<DocumentRecord[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.bases.find(tx, baseId))) throw Problem.notFound('knowledge base');
      return this.documents.list(tx, baseId, limit, before);
    });
  }
}
