import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Period } from '#service-kit';
import type { Count, Metric } from '../../domain/figures/counts.js';
import type { SurveyTotal } from '../../domain/figures/satisfaction.js';
import type { Stage } from '../../domain/figures/occurrences.js';

/** Days of a time zone, by its IANA name. */
export type ZonedPeriod = Period & { timeZone: string };

@Injectable()
export class CountsRepository {
  /** @param counts sorted by their keys */
  async add(tx: Transaction, counts: readonly Count[]): Promise<void> {
    if (counts.length === 0) return;
    await tx.execute(
      `insert into analytics.hourly_counts as c (tenant_id, hour, outlet_id, metric, label, value)
       select $1, * from unnest($2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::bigint[])
       on conflict (tenant_id, hour, outlet_id, metric, label) do update set value = c.value + excluded.value`,
      [
        tx.tenantId,
        counts.map((count) => count.hour),
        counts.map((count) => count.outletId),
        counts.map((count) => count.metric),
        counts.map((count) => count.label),
        counts.map((count) => count.value),
      ],
    );
  }

  /** Marks the stages as counted. @returns those that were not counted before */
  async claimStages(
    tx: Transaction,
    stages: readonly { messageId: string; stage: Stage }[],
  ): Promise<{ messageId: string; stage: Stage }[]> {
    if (stages.length === 0) return [];
    return tx.query(
      `insert into analytics.message_stages (tenant_id, message_id, stage)
       select $1, message_id, stage from unnest($2::uuid[], $3::text[]) as s (message_id, stage) order by message_id, stage
       on conflict do nothing returning message_id as "messageId", stage`,
      [tx.tenantId, stages.map((each) => each.messageId), stages.map((each) => each.stage)],
    );
  }

  /** @param outletId undefined for all outlets */
  async totals(
    tx: Transaction,
    period: ZonedPeriod,
    outletId: string | undefined,
  ): Promise<{ metric: Metric; label: string; value: number }[]> {
    return tx.query(
      `select metric, label, sum(value) as value from analytics.hourly_counts
       where tenant_id = $4 and hour >= ($1::date)::timestamp at time zone $5 and hour < ($2::date + 1)::timestamp at time zone $5
         and ($3::uuid is null or outlet_id = $3)
       group by metric, label`,
      [period.from, period.to, outletId, tx.tenantId, period.timeZone],
    );
  }

  /** Who was asked after closing and what they chose, by day and by whom they had to do with. @param outletId undefined for all outlets */
  async surveys(tx: Transaction, period: ZonedPeriod, outletId: string | undefined): Promise<SurveyTotal[]> {
    return tx.query<SurveyTotal>(
      `select to_char(hour at time zone $5, 'YYYY-MM-DD') as day, metric, label, sum(value) as value from analytics.hourly_counts
       where tenant_id = $4 and metric = any(array['surveysAsked', 'surveyRatings'])
         and hour >= ($1::date)::timestamp at time zone $5 and hour < ($2::date + 1)::timestamp at time zone $5
         and ($3::uuid is null or outlet_id = $3)
       group by 1, metric, label`,
      [period.from, period.to, outletId, tx.tenantId, period.timeZone],
    );
  }

  /** One entry per hour or day of the period, also for those in which nothing happened. */
  async series(
    tx: Transaction,
    metric: Metric,
    interval: 'hour' | 'day',
    period: ZonedPeriod,
    outletId: string | undefined,
  ): Promise<{ at: string; value: number }[]> {
    return tx.query(
      `select b.at, coalesce(sum(c.value), 0) as value
       from generate_series(($3::date)::timestamp at time zone $7, ($4::date + 1)::timestamp at time zone $7 - interval '1 hour',
         ('1 ' || $2)::interval, $7) as b (at)
       left join analytics.hourly_counts c on c.tenant_id = $6 and c.metric = $1 and c.hour >= b.at and c.hour < date_add(b.at, ('1 ' || $2)::interval, $7)
         and ($5::uuid is null or c.outlet_id = $5)
       group by b.at order by b.at`,
      [metric, interval, period.from, period.to, outletId, tx.tenantId, period.timeZone],
    );
  }
}
