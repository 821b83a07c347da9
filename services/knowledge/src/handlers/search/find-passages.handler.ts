import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Enough } from '../../domain/golden/calibrate.js';
import type { Found } from '../../domain/search/passage.js';
import { askedOf } from '../../domain/search/asked.js';
import { KnowledgeBasesRepository } from '../../persistence/bases/knowledge-bases.repository.js';
import { PassagesRepository } from '../../persistence/search/passages.repository.js';
import { FindMeanings } from './find-meanings.handler.js';

interface Wanted {
  baseId?: string | undefined;
  draft?: { baseId: string; enough?: Enough | undefined } | undefined;
  isLexical?: boolean | undefined;
}

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
   * @param draft a base whose ready documents are searched in place of its published version
   * @param isLexical finds by words alone: a draft has no vectors yet, so that it is compared with what is published by what both have
   * @returns undefined where the tenant has no base with the `baseId`
   */
  async execute(
    tenantId: string,
    questions: readonly { query: string; limit: number }[],
    { baseId, draft, isLexical }: Wanted = {},
  ): Promise<Found[] | undefined> {
    const asked = questions.map(({ query, limit }) => askedOf(query, limit));
    const meant = isLexical
      ? undefined
      : await this.meanings.execute(
          tenantId,
          questions.map(({ query }) => query),
        );
    return this.database.together(tenantId, async (tx) => {
      if (draft) return this.passages.search(tx, { kind: 'tried', ...draft }, asked, meant);
      if (baseId === undefined) return this.passages.search(tx, { kind: 'allPublished' }, asked, meant);
      return (await this.bases.find(tx, baseId)) ? this.passages.search(tx, { kind: 'published', baseId }, asked, meant) : undefined;
    });
  }
}
