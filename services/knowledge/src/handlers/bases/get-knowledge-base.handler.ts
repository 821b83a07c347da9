import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { KnowledgeBase } from '../../domain/bases/knowledge-base.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';

@Injectable()
export class GetKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
  ) {}

  async execute(tenantId: string, id: string): Promise<KnowledgeBase> {
    const base = await this.database.forTenant(tenantId, (tx) => this.bases.find(tx, id));
    if (!base) throw Problem.notFound('knowledge base');
    return base;
  }
}
