import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { usedInMonth } from '../../domain/usage/used-in-month.js';
import type { DayUsage } from '../../domain/usage/tally.js';
import { QuotasRepository } from '../../persistence/plans/quotas.repository.js';
import { UsageRepository } from '../../persistence/usage/usage.repository.js';

/** Adds to the days, and to what the plan counts in this month. */
@Injectable()
export class AddUsage {
  constructor(
    private readonly usage: UsageRepository,
    private readonly quotas: QuotasRepository,
  ) {}

  /** @param days sorted by day */
  async execute(tx: Transaction, days: readonly DayUsage[]): Promise<void> {
    await this.usage.add(tx, days);
    const { month, used } = usedInMonth(days, new Date().toISOString().slice(0, 10));
    if (used.length > 0) await this.quotas.grow(tx, month, used);
  }
}
