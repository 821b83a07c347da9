import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { readPeriod, type Period, type PeriodQuery } from '#service-kit';
import { UsageRepository, type Charge, type UsageTotals } from '../../persistence/usage/usage.repository.js';

@Injectable()
export class ReportUsageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly usage: UsageRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed or longer than 366 days */
  async execute(tenantId: string, asked: PeriodQuery): Promise<Period & UsageTotals & { charges: Charge[] }> {
    const period = readPeriod(asked);
    return this.database.forTenant(tenantId, async (tx) => ({
      ...period,
      ...(await this.usage.totals(tx, period)),
      charges: await this.usage.charges(tx, period),
    }));
  }
}
