import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import {
  RateCardsRepository,
  type ImportedCard,
  type StoredMarket,
  type StoredModelRate,
  type StoredPolicy,
  type StoredRate,
} from '../../persistence/rates/rate-cards.repository.js';

export interface ActiveRates {
  date: string;
  rates: StoredRate[];
  markets: StoredMarket[];
  policies: StoredPolicy[];
  models: StoredModelRate[];
}

@Injectable()
export class ReadRatesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly cards: RateCardsRepository,
  ) {}

  /** @returns imports, newest first; one more than `limit` where there are more */
  async list(limit: number, before: string | undefined): Promise<ImportedCard[]> {
    return this.database.forSystem((tx) => this.cards.list(tx, limit + 1, before));
  }

  /** What holds on a day: by default today, in UTC. */
  async active(day: string | undefined, currency: string | undefined): Promise<ActiveRates> {
    const date = day ?? new Date().toISOString().slice(0, 10);
    return this.database.forSystem(async (tx) => ({
      date,
      rates: await this.cards.ratesOn(tx, date, currency ?? null),
      markets: await this.cards.marketsOn(tx, date),
      policies: await this.cards.policiesOn(tx, date),
      models: await this.cards.modelsOn(tx, date, currency ?? null),
    }));
  }
}
