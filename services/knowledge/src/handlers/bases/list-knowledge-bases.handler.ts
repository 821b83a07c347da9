import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { KnowledgeBase } from '../../domain/bases/knowledge-base.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';

@Injectable()
export class ListKnowledgeBasesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
  ) {}

  /** @returns up to `limit + 1` bases, oldest first */
  async execute(tenantId: string, limit: number, after: string | undefined): Promise<KnowledgeBase[]> {
    return this.database.forTenant(tenantId, (tx) => this.bases.list(tx, limit, after));
  }
}
