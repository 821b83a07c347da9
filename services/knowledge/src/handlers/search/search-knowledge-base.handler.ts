import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Passage } from '../../domain/search/passage.js';
import { askedOf } from '../../domain/search/asked.js';
import { FindMeanings } from './find-meanings.handler.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { PassagesRepository } from '../../persistence/search/passages.repository.js';

@Injectable()
export class SearchKnowledgeBaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly passages: PassagesRepository,
    private readonly meanings: FindMeanings,
  ) {}

  /** Finds the passages of one base that fit a question, for the people who maintain it. */
  async execute(tenantId: string, baseId: string, version: 'draft' | 'published', query: string, limit: number): Promise<Passage[]> {
    const meant = await this.meanings.execute(tenantId, [query]);
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.bases.find(tx, baseId))) throw Problem.notFound('knowledge base');
      const [found] = await this.passages.search(tx, { kind: version, baseId }, [askedOf(query, limit)], meant);
      return found!.passages;
    });
  }
}
