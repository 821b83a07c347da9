import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { VersionDetails } from '../../domain/bases/knowledge-base.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { VersionsRepository } from '../../persistence/bases/versions.repository.js';

/** As many as a person reads; the counts say how many there are. */
const SHOWN = 20;

@Injectable()
export class GetVersionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly versions: VersionsRepository,
  ) {}

  /** @returns a version, with what it has otherwise than the one before it @throws {Problem} not_found */
  async execute(tenantId: string, baseId: string, version: number): Promise<VersionDetails> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.bases.find(tx, baseId))) throw Problem.notFound('knowledge base');
      const [found] = await this.versions.list(tx, baseId, 0, version + 1);
      if (found?.version !== version) throw Problem.notFound('version');
      const report = await this.versions.reportOf(tx, baseId, version);
      return { ...found, documentChanges: await this.versions.changesOf(tx, baseId, version, SHOWN), report };
    });
  }
}
