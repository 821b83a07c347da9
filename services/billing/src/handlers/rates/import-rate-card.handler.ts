import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { readRateCard } from '../../domain/rates/rate-card.js';
import { RateCardsRepository, type ImportedCard } from '../../persistence/rates/rate-cards.repository.js';
import { Audit } from '../audit/audit.step.js';

@Injectable()
export class ImportRateCardHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly cards: RateCardsRepository,
    private readonly audit: Audit,
  ) {}

  /**
   * Imports all rows of a card, or none.
   *
   * @param input the card as it was sent
   * @throws {Problem} validation_failed, which names each wrong row
   */
  async execute(input: object, by: Actor): Promise<ImportedCard> {
    const { card, faults } = readRateCard(input as Record<string, unknown>);
    if (faults.length > 0) throw Problem.invalid(faults);
    return this.database.forSystem(async (tx) => {
      const imported = await this.cards.add(tx, v7(), by.id, card);
      const { id, importedAt: _at, importedBy: _by, ...facts } = imported;
      this.audit.ofPlatform(tx, by, 'imported', { type: 'rate_card', id }, null, facts);
      return imported;
    });
  }
}
