import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { readPeriod, type Period } from '#service-kit';
import { satisfactionOf, type Satisfaction } from '../../domain/figures/satisfaction.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';
import type { AskedFigures } from './show-overview.handler.js';

@Injectable()
export class ShowSatisfactionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed or longer than 366 days */
  async execute(tenantId: string, asked: AskedFigures): Promise<Period & Satisfaction> {
    const { timeZone, outletId } = asked;
    const period = readPeriod(asked, undefined, { timeZone });
    const totals = await this.database.forTenant(tenantId, (tx) => this.counts.surveys(tx, { ...period, timeZone }, outletId));
    return { from: period.from, to: period.to, ...satisfactionOf(totals) };
  }
}
