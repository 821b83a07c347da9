import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import type { KnowledgeBase } from '../../domain/bases/knowledge-base.js';
import { searchConfigurationOf } from '../../domain/bases/languages.js';
import { KnowledgeBasesRepository } from '../../persistence/knowledge-bases.repository.js';

@Injectable()
export class CreateKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
  ) {}

  async execute(tenantId: string, base: { name: string; description: string; language: string }): Promise<KnowledgeBase> {
    const id = v7();
    return this.database.forTenant(tenantId, async (tx) => {
      await this.bases.insert(tx, { id, ...base, searchConfiguration: searchConfigurationOf(base.language) });
      return (await this.bases.find(tx, id))!;
    });
  }
}
