import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { overviewOf, type Overview } from '../../domain/figures/overview.js';
import type { Period } from '../../domain/figures/period.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';
import { readPeriod, type AskedPeriod } from './read-period.js';

const MAX_DAYS = 366;

@Injectable()
export class ShowOverviewHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed or longer than 366 days */
  async execute(tenantId: string, asked: AskedPeriod & { outletId?: string }): Promise<Period & Overview> {
    const period = readPeriod(asked, MAX_DAYS);
    const totals = await this.database.forTenant(tenantId, (tx) => this.counts.totals(tx, period, asked.outletId));
    return { ...period, ...overviewOf(totals) };
  }
}
