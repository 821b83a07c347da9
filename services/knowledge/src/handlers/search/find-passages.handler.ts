import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Found } from '../../domain/search/passage.js';
import { askedOf } from '../../domain/search/asked.js';
import { PassagesRepository } from '../../persistence/search/passages.repository.js';

@Injectable()
export class FindPassagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly passages: PassagesRepository,
  ) {}

  /** Finds the published passages that fit customers' questions, best first. Runs for every message, so it is one statement. */
  async execute(tenantId: string, questions: readonly { query: string; limit: number }[]): Promise<Found[]> {
    const asked = questions.map(({ query, limit }) => askedOf(query, limit));
    return this.database.together(tenantId, (tx) => this.passages.search(tx, { kind: 'allPublished' }, asked));
  }
}
