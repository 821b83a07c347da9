import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { DocumentRecord } from '../../domain/documents/document.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';

@Injectable()
export class GetDocumentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly documents: DocumentsRepository,
  ) {}

  async execute(tenantId: string, id: string): Promise<DocumentRecord> {
    const document = await this.database.forTenant(tenantId, (tx) => this.documents.find(tx, id));
    if (!document) throw Problem.notFound('document');
    return document;
  }
}
