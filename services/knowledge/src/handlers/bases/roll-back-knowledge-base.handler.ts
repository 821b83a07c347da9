import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { DocumentsRepository } from '../../persistence/documents/documents.repository.js';
import { VersionsRepository } from '../../persistence/bases/versions.repository.js';
import { Audit } from '../audit.step.js';

@Injectable()
export class RollBackKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly versions: VersionsRepository,
    private readonly documents: DocumentsRepository,
    private readonly audit: Audit,
  ) {}

  /** Lets an earlier version answer customers again, without documents that were deleted since. */
  async execute(tenantId: string, baseId: string, version: number, by: Actor): Promise<{ version: number; documents: number }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const base = await this.bases.lock(tx, baseId);
      if (!base) throw Problem.notFound('knowledge base');
      const documents = await this.versions.documentsOf(tx, baseId, version);
      if (!documents) throw new Problem(422, 'unknown_version', `The knowledge base has no version ${version}; see GET .../versions.`);
      if (documents.length === 0) throw new Problem(409, 'nothing_to_publish', `All documents of version ${version} were deleted.`);
      await this.bases.setPublished(tx, baseId, version);
      await this.documents.compareAll(tx, baseId, version);
      const [before, after] = [{ publishedVersion: base.publishedVersion }, { publishedVersion: version }];
      this.audit.append(tx, by, 'rolled_back', { type: 'knowledge_base', id: baseId }, before, after);
      return { version, documents: documents.length };
    });
  }
}
