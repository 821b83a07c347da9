import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import type { KnowledgeBase } from '../../domain/bases/knowledge-base.js';
import { searchConfigurationOf } from '../../domain/bases/languages.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { Audit } from '../audit.step.js';

@Injectable()
export class CreateKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly audit: Audit,
  ) {}

  async execute(tenantId: string, base: { name: string; description: string; language: string }, by: Actor): Promise<KnowledgeBase> {
    const id = v7();
    return this.database.forTenant(tenantId, async (tx) => {
      await this.bases.insert(tx, { id, ...base, searchConfiguration: searchConfigurationOf(base.language) });
      this.audit.append(tx, by, 'created', { type: 'knowledge_base', id }, null, base);
      return (await this.bases.find(tx, id))!;
    });
  }
}
