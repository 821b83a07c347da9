import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { BaseVersion } from '../../domain/bases/knowledge-base.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { VersionsRepository } from '../../persistence/bases/versions.repository.js';

@Injectable()
export class ListVersionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly versions: VersionsRepository,
  ) {}

  /** @returns up to `limit + 1` versions, newest first */
  async execute(tenantId: string, baseId: string, limit: number, before: number | undefined): Promise<BaseVersion[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.bases.find(tx, baseId))) throw Problem.notFound('knowledge base');
      return this.versions.list(tx, baseId, limit, before);
    });
  }
}
