import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Found } from '../../domain/search/passage.js';
import { askedOf } from '../../domain/search/asked.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { PassagesRepository } from '../../persistence/search/passages.repository.js';
import { FindMeanings } from './find-meanings.handler.js';

@Injectable()
export class FindPassagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly passages: PassagesRepository,
    private readonly meanings: FindMeanings,
  ) {}

  /**
   * Finds the published passages that fit customers' questions, best first. Runs for every message, so it is one statement beside the vectors.
   *
   * @param baseId searches this base only, for people who try it
   * @returns undefined where the tenant has no such base
   */
  async execute(tenantId: string, questions: readonly { query: string; limit: number }[], baseId?: string): Promise<Found[] | undefined> {
    const asked = questions.map(({ query, limit }) => askedOf(query, limit));
    const meant = await this.meanings.execute(
      tenantId,
      questions.map(({ query }) => query),
    );
    return this.database.together(tenantId, async (tx) => {
      if (baseId === undefined) return this.passages.search(tx, { kind: 'allPublished' }, asked, meant);
      return (await this.bases.find(tx, baseId)) ? this.passages.search(tx, { kind: 'published', baseId }, asked, meant) : undefined;
    });
  }
}
