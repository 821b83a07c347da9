import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { VersionsRepository } from '../../persistence/bases/versions.repository.js';
import { Audit } from '../audit.step.js';

@Injectable()
export class PublishKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly documents: DocumentsRepository,
    private readonly versions: VersionsRepository,
    private readonly audit: Audit,
  ) {}

  /** Makes a version of all ready documents and lets it answer customers. Idempotent: the same documents make no new version. */
  async execute(tenantId: string, baseId: string, by: Actor): Promise<{ version: number; documents: number }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const base = await this.bases.lock(tx, baseId);
      if (!base) throw Problem.notFound('knowledge base');
      const ready = await this.documents.readyIds(tx, baseId);
      if (ready.length === 0) {
        throw new Problem(
          409,
          'nothing_to_publish',
          'No document of this knowledge base is ready. Add one and wait until its status is "ready".',
        );
      }
      if (base.publishedVersion !== null && !(await this.bases.find(tx, baseId))!.hasUnpublishedChanges) {
        return { version: base.publishedVersion, documents: ready.length };
      }
      const version = await this.versions.insert(tx, baseId, ready, by.id);
      await this.bases.setPublished(tx, baseId, version);
      await this.documents.settleAll(tx, baseId);
      const documents = ready.length;
      const before = { publishedVersion: base.publishedVersion };
      this.audit.append(tx, by, 'published', { type: 'knowledge_base', id: baseId }, before, { publishedVersion: version, documents });
      return { version, documents };
    });
  }
}
