import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { readPeriod, type Period, type PeriodQuery } from '#service-kit';
import type { DayUsage } from '../../domain/usage/tally.js';
import { UsageRepository, type Charge } from '../../persistence/usage/usage.repository.js';

@Injectable()
export class ReportDailyUsageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly usage: UsageRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed or longer than 366 days */
  async execute(tenantId: string, asked: PeriodQuery): Promise<Period & { items: (DayUsage & { charges: Charge[] })[] }> {
    const period = readPeriod(asked);
    return { ...period, items: await this.database.forTenant(tenantId, (tx) => this.usage.daily(tx, period)) };
  }
}
