import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { readPeriod, type Period, type PeriodQuery } from '#service-kit';
import { freeOf, type Relief } from '../../domain/costs/free-monthly.js';
import { reportOf, type CostGroup, type CostReport, type SumRow } from '../../domain/costs/report.js';
import { monthOf } from '../../domain/plans/month.js';
import { CostsRepository } from '../../persistence/costs/costs.repository.js';
import { PricesRepository } from '../../persistence/costs/prices.repository.js';

@Injectable()
export class ReportCostsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly costs: CostsRepository,
    private readonly prices: PricesRepository,
  ) {}

  /**
   * What messages and answers of a period cost, from the sums of days.
   *
   * @throws {Problem} validation_failed for a period that is reversed or longer than 366 days
   */
  async execute(tenantId: string, asked: PeriodQuery, groupBy: CostGroup): Promise<Period & CostReport & { groupBy: CostGroup }> {
    const period = readPeriod(asked);
    return this.database.forTenant(tenantId, async (tx) => {
      const [sums, reliefs] = await Promise.all([
        this.costs.sums(tx, period, groupBy),
        groupBy === 'model' ? [] : this.#reliefs(tx, period),
      ]);
      return { ...period, groupBy, ...reportOf([...sums, ...reliefs.map((relief) => rowOf(relief, groupBy))]) };
    });
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
