import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { UnpublishedChanges } from '../../domain/bases/knowledge-base.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { VersionsRepository } from '../../persistence/bases/versions.repository.js';

/** As many as a person reads; the counts say how many there are. */
const SHOWN = 20;

@Injectable()
export class ListUnpublishedChangesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly versions: VersionsRepository,
  ) {}

  /** @returns what publishing would change; nothing before the first publish, when there is nothing to compare with */
  async execute(tenantId: string, baseId: string): Promise<UnpublishedChanges> {
    return this.database.forTenant(tenantId, async (tx) => {
      const base = await this.bases.find(tx, baseId);
      if (!base) throw Problem.notFound('knowledge base');
      if (!base.hasUnpublishedChanges) return { added: 0, replaced: 0, removed: 0, items: [] };
      return this.versions.unpublished(tx, baseId, SHOWN);
    });
  }
}
