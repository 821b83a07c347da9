import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { readPeriod, type Period, type PeriodQuery } from '#service-kit';
import { overviewOf, type Overview } from '../../domain/figures/overview.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';

@Injectable()
export class ShowOverviewHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed or longer than 366 days */
  async execute(tenantId: string, asked: PeriodQuery & { outletId?: string }): Promise<Period & Overview> {
    const period = readPeriod(asked);
    const totals = await this.database.forTenant(tenantId, (tx) => this.counts.totals(tx, period, asked.outletId));
    return { ...period, ...overviewOf(totals) };
  }
}
