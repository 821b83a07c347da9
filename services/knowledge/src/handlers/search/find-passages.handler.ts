import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Found } from '../../domain/search/passage.js';
import { askedOf } from '../../domain/search/asked.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { PassagesRepository } from '../../persistence/search/passages.repository.js';

@Injectable()
export class FindPassagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bases: KnowledgeBasesRepository,
    private readonly passages: PassagesRepository,
  ) {}

  /**
   * Finds the published passages that fit customers' questions, best first. Runs for every message, so it is one statement.
   *
   * @param baseId searches this base only, for people who try it
   * @returns undefined where the tenant has no such base
   */
  async execute(tenantId: string, questions: readonly { query: string; limit: number }[], baseId?: string): Promise<Found[] | undefined> {
    const asked = questions.map(({ query, limit }) => askedOf(query, limit));
    return this.database.together(tenantId, async (tx) => {
      if (baseId === undefined) return this.passages.search(tx, { kind: 'allPublished' }, asked);
      return (await this.bases.find(tx, baseId)) ? this.passages.search(tx, { kind: 'published', baseId }, asked) : undefined;
    });
  }
}
