import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Period } from '../../domain/plans/month.js';
import { UsageRepository, type Charge, type UsageTotals } from '../../persistence/usage/usage.repository.js';
import { readPeriod, type AskedPeriod } from './read-period.js';

@Injectable()
export class ReportUsageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly usage: UsageRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed or too long */
  async execute(tenantId: string, asked: AskedPeriod): Promise<Period & UsageTotals & { charges: Charge[] }> {
    const period = readPeriod(asked);
    return this.database.forTenant(tenantId, async (tx) => ({
      ...period,
      ...(await this.usage.totals(tx, period)),
      charges: await this.usage.charges(tx, period),
    }));
  }
}
