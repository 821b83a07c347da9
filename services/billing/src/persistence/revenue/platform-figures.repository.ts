import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { NearLimit } from '../../domain/revenue/near-limits.js';
import type { MonthFigures } from './figures.repository.js';

export type MarginTotal = MonthFigures & { tenants: number };

export interface DepositTotal {
  currency: string;
  deposits: number;
  balanceMinor: number;
  reservedMinor: number;
  debts: number;
  owedMinor: number;
}

export interface Pass {
  begunAt: string;
  endedAt: string | null;
}

export type TenantMargin = Omit<MonthFigures, 'month'> & { tenantId: string; marginMicros: number };

export interface TenantAccount {
  tenantId: string;
  currency: string;
  balanceMinor: number;
  reservedMinor: number;
}

/** What is told of all tenants. Under the system role. */
@Injectable()
export class PlatformFiguresRepository {
  /** @param minutes since the last one began @returns whether it is this process that goes through all tenants now */
  async begin(tx: Transaction, minutes: number): Promise<boolean> {
    const rows = await tx.query(
      `insert into billing.figure_passes as p (begun_at) values (now())
       on conflict (id) do update set begun_at = now() where p.begun_at <= now() - make_interval(mins => $1) returning id`,
      [minutes],
    );
    return rows.length > 0;
  }

  async pass(tx: Transaction): Promise<Pass | undefined> {
    const [row] = await tx.query<Pass>(`select begun_at as "begunAt", ended_at as "endedAt" from billing.figure_passes where id`);
    return row;
  }

  /** Writes what a pass has come to, and forgets the months that are too old. @param since the first month that it looked at */
  async end(
    tx: Transaction,
    since: string,
    oldest: string,
    margins: readonly MarginTotal[],
    deposits: readonly DepositTotal[],
  ): Promise<void> {
    await tx.execute(`delete from billing.margin_totals where month >= $1 or month < $2`, [since, oldest]);
    await tx.execute(`delete from billing.deposit_totals`);
    await tx.execute(
      `insert into billing.margin_totals (month, currency, tenants, plan_micros, overage_micros, cost_micros)
       select * from unnest($1::date[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])`,
      [
        margins.map(({ month }) => month),
        margins.map(({ currency }) => currency),
        margins.map(({ tenants }) => tenants),
        margins.map(({ planMicros }) => planMicros),
        margins.map(({ overageMicros }) => overageMicros),
        margins.map(({ costMicros }) => Math.round(costMicros)),
      ],
    );
    await tx.execute(
      `insert into billing.deposit_totals (currency, deposits, balance_minor, reserved_minor, debts, owed_minor)
       select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])`,
      [
        deposits.map(({ currency }) => currency),
        deposits.map((each) => each.deposits),
        deposits.map(({ balanceMinor }) => balanceMinor),
        deposits.map(({ reservedMinor }) => reservedMinor),
        deposits.map(({ debts }) => debts),
        deposits.map(({ owedMinor }) => owedMinor),
      ],
    );
    await tx.execute(`update billing.figure_passes set ended_at = now() where id`);
  }

  /** Margins of months before `month`, a batch of them. @returns how many went */
  async forget(tx: Transaction, month: string, limit: number): Promise<number> {
    return tx.execute(
      `delete from billing.margins where (tenant_id, month, currency) in (
         select m.tenant_id, m.month, m.currency from billing.margins m where m.month < $1 order by m.month limit $2)`,
      [month, limit],
    );
  }

  async marginTotals(tx: Transaction, month: string): Promise<MarginTotal[]> {
    return tx.query(
      `select month::text as month, currency, tenants, plan_micros::float8 as "planMicros", overage_micros::float8 as "overageMicros",
         cost_micros::float8 as "costMicros" from billing.margin_totals where month = $1 order by currency`,
      [month],
    );
  }

  async depositTotals(tx: Transaction): Promise<DepositTotal[]> {
    return tx.query(
      `select currency, deposits, balance_minor as "balanceMinor", reserved_minor as "reservedMinor", debts, owed_minor as "owedMinor"
       from billing.deposit_totals order by currency`,
    );
  }

  /** @param after margin and tenant at which the page before ended */
  async margins(
    tx: Transaction,
    { month, currency, isLowestFirst, limit }: { month: string; currency: string; isLowestFirst: boolean; limit: number },
    after: readonly [number, string] | undefined,
  ): Promise<TenantMargin[]> {
    const [sign, order] = isLowestFirst ? ['>', 'asc'] : ['<', 'desc'];
    return tx.query(
      `select tenant_id as "tenantId", currency, plan_micros::float8 as "planMicros", overage_micros::float8 as "overageMicros",
         cost_micros::float8 as "costMicros", margin_micros::float8 as "marginMicros"
       from billing.margins where month = $1 and currency = $2 ${after ? `and (margin_micros, tenant_id) ${sign} ($4::bigint, $5::uuid)` : ''}
       order by margin_micros ${order}, tenant_id ${order} limit $3`,
      [month, currency, limit, ...(after ?? [])],
    );
  }

  /** The fullest first. @param after share, tenant and meter at which the page before ended */
  async nearLimits(
    tx: Transaction,
    limit: number,
    after: readonly [number, string, string] | undefined,
  ): Promise<(NearLimit & { tenantId: string })[]> {
    return tx.query(
      `select tenant_id as "tenantId", meter, limit_amount as "limit", used_amount as used, share from billing.near_limits
       ${after ? 'where (share, tenant_id, meter) < ($2::integer, $3::uuid, $4::text)' : ''}
       order by share desc, tenant_id desc, meter desc limit $1`,
      [limit, ...(after ?? [])],
    );
  }

  /** Accounts of one kind that hold something. @param after tenant and currency at which the page before ended */
  async accounts(
    tx: Transaction,
    account: 'deposit' | 'receivable',
    limit: number,
    after: readonly [string, string] | undefined,
  ): Promise<TenantAccount[]> {
    return tx.query(
      `select tenant_id as "tenantId", currency, balance_minor as "balanceMinor", reserved_minor as "reservedMinor" from billing.ledger_accounts
       where account = '${account}' and balance_minor <> 0 ${after ? 'and (tenant_id, currency) > ($2::uuid, $3::text)' : ''}
       order by tenant_id, currency limit $1`,
      [limit, ...(after ?? [])],
    );
  }

  async names(tx: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.query<{ id: string; name: string }>(`select id, name from tenant.names_v1 where id = any($1::uuid[])`, [ids]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
