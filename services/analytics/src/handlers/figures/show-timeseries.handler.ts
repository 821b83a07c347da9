import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { readPeriod, type Period } from '#service-kit';
import type { Metric } from '../../domain/figures/counts.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';
import type { AskedFigures } from './show-overview.handler.js';

export type Interval = 'hour' | 'day';

export interface Timeseries extends Period {
  metric: Metric;
  interval: Interval;
  items: { at: string; value: number }[];
}

const MAX_DAYS: Readonly<Record<Interval, number>> = { hour: 31, day: 366 };

@Injectable()
export class ShowTimeseriesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
  ) {}

  /** @throws {Problem} validation_failed for a period that is reversed, or longer than 31 days of hours or 366 days */
  async execute(tenantId: string, asked: AskedFigures & { metric: Metric; interval: Interval }): Promise<Timeseries> {
    const { metric, interval, outletId, timeZone } = asked;
    const period = readPeriod(asked, MAX_DAYS[interval], { timeZone });
    const items = await this.database.forTenant(tenantId, (tx) =>
      this.counts.series(tx, metric, interval, { ...period, timeZone }, outletId),
    );
    return { ...period, metric, interval, items };
  }
}
