import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { readPeriod, type Period, type PeriodQuery } from '#service-kit';
import { reportOf, type CostGroup, type CostReport } from '../../domain/costs/report.js';
import { SumCosts } from './sum-costs.step.js';

@Injectable()
export class ReportCostsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly sum: SumCosts,
  ) {}

  /**
   * What messages and answers of a period cost, from the sums of days.
   *
   * @throws {Problem} validation_failed for a period that is reversed or longer than 366 days
   */
  async execute(tenantId: string, asked: PeriodQuery, groupBy: CostGroup): Promise<Period & CostReport & { groupBy: CostGroup }> {
    const period = readPeriod(asked);
    return this.database.forTenant(tenantId, async (tx) => ({
      ...period,
      groupBy,
      ...reportOf(await this.sum.execute(tx, period, groupBy)),
    }));
  }
}
