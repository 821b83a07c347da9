import { Injectable } from '@nestjs/common';
import { idAfter, type Transaction } from '#database';
import type { Period } from '#service-kit';
import type { PlanFrom } from '../../domain/revenue/margin.js';
import type { NearLimit } from '../../domain/revenue/near-limits.js';

/** Of a month and currency, in millionths of its unit. */
export interface MonthFigures {
  /** Its first day. */
  month: string;
  currency: string;
  planMicros: number;
  overageMicros: number;
  costMicros: number;
}

/** Where a tenant's money stands, in the smallest unit. */
export interface Holding {
  currency: string;
  balanceMinor: number;
  reservedMinor: number;
  /** What it owes; never negative. */
  owedMinor: number;
}

/** What is told of one tenant, and written down when the job has looked at it. */
@Injectable()
export class FiguresRepository {
  /** Which versions a tenant was on in a period: also the last one that began before it. In the order of days. */
  async plans(tx: Transaction, { from, to }: Period): Promise<PlanFrom[]> {
    const rows = await tx.query<{ fromDay: string; isTrial: boolean; amountMinor: number | null; currency: string | null }>(
      `select p.from_day::text as "fromDay", p.is_trial as "isTrial", v.price_minor as "amountMinor", v.price_currency as currency
       from billing.plan_periods p left join billing.plans v on v.name = p.plan and v.version = p.plan_version
       where p.tenant_id = $1 and p.from_day <= $3 and p.from_day >= coalesce(
         (select b.from_day from billing.plan_periods b where b.tenant_id = $1 and b.from_day <= $2 order by b.from_day desc limit 1), $2)
       order by p.from_day`,
      [tx.tenantId, from, to],
    );
    return rows.map(({ fromDay, isTrial, amountMinor, currency }) => ({
      fromDay,
      price: isTrial || amountMinor === null || currency === null ? null : { amountMinor, currency },
    }));
  }

  async overage(tx: Transaction, { from, to }: Period): Promise<{ day: string; currency: string; amountMinor: number }[]> {
    return tx.query(
      `select day::text as day, currency, sum(amount_minor)::float8 as "amountMinor" from billing.overage_daily
       where tenant_id = $1 and day between $2 and $3 group by 1, 2`,
      [tx.tenantId, from, to],
    );
  }

  async holdings(tx: Transaction): Promise<Holding[]> {
    return tx.query(
      `select currency, coalesce(sum(balance_minor) filter (where account = 'deposit'), 0)::float8 as "balanceMinor",
         sum(reserved_minor)::float8 as "reservedMinor",
         greatest(0, -coalesce(sum(balance_minor) filter (where account = 'receivable'), 0))::float8 as "owedMinor"
       from billing.ledger_accounts where tenant_id = $1 and account in ('deposit', 'receivable') group by currency`,
      [tx.tenantId],
    );
  }

  /** In place of what was known of these months. @param since the first of them */
  async putMargins(tx: Transaction, since: string, figures: readonly MonthFigures[]): Promise<void> {
    await tx.execute(
      `delete from billing.margins where tenant_id = $1 and month >= $2
         and not exists (select from unnest($3::date[], $4::text[]) as k (m, c) where k.m = month and k.c = currency)`,
      [tx.tenantId, since, figures.map(({ month }) => month), figures.map(({ currency }) => currency)],
    );
    if (figures.length === 0) return;
    await tx.execute(
      `insert into billing.margins as w (tenant_id, month, currency, plan_micros, overage_micros, cost_micros, margin_micros)
       select $1, m, c, p, o, k, p + o - k from unnest($2::date[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[]) as f (m, c, p, o, k)
       on conflict (tenant_id, month, currency) do update set plan_micros = excluded.plan_micros, overage_micros = excluded.overage_micros,
         cost_micros = excluded.cost_micros, margin_micros = excluded.margin_micros
       where (w.plan_micros, w.overage_micros, w.cost_micros) <> (excluded.plan_micros, excluded.overage_micros, excluded.cost_micros)`,
      [
        tx.tenantId,
        figures.map(({ month }) => month),
        figures.map(({ currency }) => currency),
        figures.map(({ planMicros }) => planMicros),
        figures.map(({ overageMicros }) => overageMicros),
        figures.map(({ costMicros }) => Math.round(costMicros)),
      ],
    );
  }

  /** In place of what was known. */
  async putNearLimits(tx: Transaction, near: readonly NearLimit[]): Promise<void> {
    await tx.execute(`delete from billing.near_limits where tenant_id = $1 and meter <> all($2::text[])`, [
      tx.tenantId,
      near.map(({ meter }) => meter),
    ]);
    if (near.length === 0) return;
    await tx.execute(
      `insert into billing.near_limits as w (tenant_id, meter, limit_amount, used_amount, share)
       select $1, * from unnest($2::text[], $3::bigint[], $4::bigint[], $5::integer[])
       on conflict (tenant_id, meter) do update
         set limit_amount = excluded.limit_amount, used_amount = excluded.used_amount, share = excluded.share
       where (w.limit_amount, w.used_amount) <> (excluded.limit_amount, excluded.used_amount)`,
      [
        tx.tenantId,
        near.map(({ meter }) => meter),
        near.map(({ limit }) => limit),
        near.map(({ used }) => used),
        near.map(({ share }) => share),
      ],
    );
  }

  /** Companies by their ids, under the system role. @param after the last one that was looked at */
  async tenants(tx: Transaction, after: string | null, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(`select id from tenant.names_v1 where ${idAfter('id', '$1')} order by id limit $2`, [
      after,
      limit,
    ]);
    return rows.map(({ id }) => id);
  }
}
