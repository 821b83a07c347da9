import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { readPeriod, type Period, type PeriodQuery } from '#service-kit';
import type { NearLimit } from '../../domain/revenue/near-limits.js';
import { marginSum, type MarginDay } from '../../domain/revenue/margin.js';
import {
  PlatformFiguresRepository,
  type DepositTotal,
  type MarginTotal,
  type TenantAccount,
  type TenantMargin as MarginOfTenant,
} from '../../persistence/revenue/platform-figures.repository.js';
import { TenantMargin } from './tenant-margin.step.js';

/** With the name of the company; null where it is deleted. */
type Named<T> = T & { tenantName: string | null };

/** Lists over all tenants, as the job has last looked at them. Each is one longer than `limit` where there is more. */
@Injectable()
export class ReportTenantsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly platform: PlatformFiguresRepository,
    private readonly margin: TenantMargin,
  ) {}

  /** Meters of which tenants have used 80 % or more, the fullest first. @param after share, tenant and meter */
  async nearLimits(
    limit: number,
    after: readonly [number, string, string] | undefined,
  ): Promise<{ asOf: string | null; rows: Named<NearLimit & { tenantId: string }>[] }> {
    return this.database.forSystem(async (tx) => {
      const rows = await this.platform.nearLimits(tx, limit + 1, after);
      return { asOf: await this.#asOf(tx), rows: await this.#named(tx, rows) };
    });
  }

  /**
   * What each tenant paid and cost in a month, in one currency.
   *
   * @param month `2026-11` @param currency by default the first one of the month
   * @param after margin and tenant
   */
  async margins(
    { month, currency, isLowestFirst, limit }: { month: string; currency?: string | undefined; isLowestFirst: boolean; limit: number },
    after: readonly [number, string] | undefined,
  ): Promise<{ asOf: string | null; currency: string | null; totals: MarginTotal[]; rows: Named<MarginOfTenant>[] }> {
    return this.database.forSystem(async (tx) => {
      const totals = await this.platform.marginTotals(tx, `${month}-01`);
      const chosen = currency ?? totals[0]?.currency;
      const rows = chosen
        ? await this.platform.margins(tx, { month: `${month}-01`, currency: chosen, isLowestFirst, limit: limit + 1 }, after)
        : [];
      return { asOf: await this.#asOf(tx), currency: chosen ?? null, totals, rows: await this.#named(tx, rows) };
    });
  }

  /** Deposits that hold something, or what is owed. @param after tenant and currency */
  async accounts(
    account: 'deposit' | 'receivable',
    limit: number,
    after: readonly [string, string] | undefined,
  ): Promise<{ asOf: string | null; totals: DepositTotal[]; rows: Named<TenantAccount>[] }> {
    return this.database.forSystem(async (tx) => ({
      totals: await this.platform.depositTotals(tx),
      asOf: await this.#asOf(tx),
      rows: await this.#named(tx, await this.platform.accounts(tx, account, limit + 1, after)),
    }));
  }

  /** One tenant, day by day. @throws {Problem} validation_failed for a period that is reversed or longer than 366 days */
  async ofTenant(tenantId: string, asked: PeriodQuery): Promise<Period & { days: MarginDay[]; totals: Omit<MarginDay, 'day'>[] }> {
    const period = readPeriod(asked);
    const today = new Date().toISOString().slice(0, 10);
    const days = await this.database.forTenant(tenantId, (tx) => this.margin.execute(tx, period, today));
    const totals = [...Map.groupBy(days, ({ currency }) => currency).values()].map(marginSum);
    return { ...period, days, totals: totals.sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
  }

  /** When the last pass ended; null before the first. */
  async #asOf(tx: Parameters<PlatformFiguresRepository['pass']>[0]): Promise<string | null> {
    return (await this.platform.pass(tx))?.endedAt ?? null;
  }

  async #named<T extends { tenantId: string }>(tx: Parameters<PlatformFiguresRepository['pass']>[0], rows: T[]): Promise<Named<T>[]> {
    const ids = rows.map(({ tenantId }) => tenantId);
    const names = await this.platform.names(tx, ids);
    return rows.map((row) => ({ ...row, tenantName: names.get(row.tenantId) ?? null }));
  }
}
