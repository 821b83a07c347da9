import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { readPeriod, type Period } from '#service-kit';
import { overviewOf, type Overview } from '../../domain/figures/overview.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';

export interface AskedFigures {
  from?: string;
  to?: string;
  /** IANA name */
  timeZone: string;
  outletId?: string;
}

@Injectable()
export class ShowOverviewHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed or longer than 366 days */
  async execute(tenantId: string, asked: AskedFigures): Promise<Period & Overview> {
    const period = { ...readPeriod(asked, undefined, { timeZone: asked.timeZone }), timeZone: asked.timeZone };
    const totals = await this.database.forTenant(tenantId, (tx) => this.counts.totals(tx, period, asked.outletId));
    return { from: period.from, to: period.to, ...overviewOf(totals) };
  }
}
