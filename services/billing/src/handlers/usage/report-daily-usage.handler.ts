import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Period } from '../../domain/plans/month.js';
import type { DayUsage } from '../../domain/usage/tally.js';
import { UsageRepository, type Charge } from '../../persistence/usage/usage.repository.js';
import { readPeriod, type AskedPeriod } from './read-period.js';

@Injectable()
export class ReportDailyUsageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly usage: UsageRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed or too long */
  async execute(tenantId: string, asked: AskedPeriod): Promise<Period & { items: (DayUsage & { charges: Charge[] })[] }> {
    const period = readPeriod(asked);
    return { ...period, items: await this.database.forTenant(tenantId, (tx) => this.usage.daily(tx, period)) };
  }
}
