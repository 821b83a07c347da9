import { Injectable } from '@nestjs/common';
import { microsOf } from '#contracts';
import type { Transaction } from '#database';
import type { Period } from '#service-kit';
import { marginDays, type MarginDay } from '../../domain/revenue/margin.js';
import { FiguresRepository } from '../../persistence/revenue/figures.repository.js';
import { SumCosts } from '../costs/sum-costs.step.js';

/** What a tenant paid and cost, day by day. */
@Injectable()
export class TenantMargin {
  constructor(
    private readonly figures: FiguresRepository,
    private readonly costs: SumCosts,
  ) {}

  /** @param today nothing is earned on later days */
  async execute(tx: Transaction, period: Period, today: string): Promise<MarginDay[]> {
    const [plans, overage, sums] = [
      await this.figures.plans(tx, period),
      await this.figures.overage(tx, period),
      await this.costs.execute(tx, period, 'day'),
    ];
    const costs = sums
      .filter(({ kind }) => kind !== 'unpriced')
      .map(({ key, currency, amountMicros }) => ({ day: key, currency, amountMicros }));
    return marginDays(period, today, { plans, overage, costs }, microsOf);
  }
}
