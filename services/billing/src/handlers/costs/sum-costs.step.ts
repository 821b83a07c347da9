import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Period } from '#service-kit';
import { freeOf, type Relief } from '../../domain/costs/free-monthly.js';
import type { CostGroup, SumRow } from '../../domain/costs/report.js';
import { monthOf } from '../../domain/plans/month.js';
import { CostsRepository } from '../../persistence/costs/costs.repository.js';
import { PricesRepository } from '../../persistence/costs/prices.repository.js';

/** What messages and answers of a period cost, with what is free each month taken off. */
@Injectable()
export class SumCosts {
  constructor(
    private readonly costs: CostsRepository,
    private readonly prices: PricesRepository,
  ) {}

  async execute(tx: Transaction, period: Period, groupBy: CostGroup): Promise<SumRow[]> {
    const [sums, reliefs] = await Promise.all([this.costs.sums(tx, period, groupBy), groupBy === 'model' ? [] : this.#reliefs(tx, period)]);
    return [...sums, ...reliefs.map((relief) => rowOf(relief, groupBy))];
  }

  /** What is free each month goes by number and month: also what was sent in the month before the period counts. */
  async #reliefs(tx: Transaction, { from, to }: Period): Promise<Relief[]> {
    const free = await this.prices.freeMonthly(tx, to);
    if (free.size === 0) return [];
    const days = await this.costs.days(tx, { from: monthOf(from).from, to }, [...free.keys()]);
    return freeOf(days, free).filter(({ day }) => day >= from);
  }
}

/** Takes an amount from the estimate that it belongs to, and no message. */
function rowOf({ day, outletId, item, currency, amountMicros }: Relief, groupBy: CostGroup): SumRow {
  const key = { day, outlet: outletId, category: item, model: item }[groupBy];
  return { key, kind: 'estimated', currency, quantity: 0, amountMicros: -amountMicros };
}
