import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { toPage, type Page } from '#service-kit';
import { obstacleOf, type Obstacle } from '../../domain/ops/dead-letter.js';
import { DeadLettersRepository, type StoredLetter } from '../../persistence/ops/dead-letters.repository.js';

/** Maximum of an envelope's characters in a list; it may have a megabyte. */
const MAX_CHARACTERS = 4_096;

export interface ListedLetter extends Omit<StoredLetter, 'envelopeLength'> {
  isEnvelopeCut: boolean;
  /** Why it cannot be replayed; null if it can. */
  obstacle: Obstacle | null;
}

/** Lists open dead letters, newest first, except events of webhook items, which are listed as items. */
@Injectable()
export class ListDeadLettersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly letters: DeadLettersRepository,
  ) {}

  async execute(query: { consumer?: string; tenantId?: string; before?: string; limit: number }): Promise<Page<ListedLetter>> {
    const { consumer, tenantId, before, limit } = query;
    const rows = await this.database.forSystem((tx) =>
      this.letters.list(tx, { consumer, tenantId, before, limit: limit + 1, characters: MAX_CHARACTERS }),
    );
    const { items, nextCursor } = toPage(rows, limit, (letter) => [letter.id]);
    const now = Date.now();
    return {
      items: items.map(({ envelopeLength, ...letter }) => ({
        ...letter,
        isEnvelopeCut: envelopeLength > MAX_CHARACTERS,
        obstacle: obstacleOf(letter, now) ?? null,
      })),
      nextCursor,
    };
  }
}
