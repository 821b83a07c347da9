import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { PLAN_NAMES, type PlanName } from '../../domain/plans/plan.js';
import type { Money } from '../../domain/ledger/money.js';
import { monthsUntil, priceOf, revenueMonths, type RevenueMonth } from '../../domain/revenue/revenue.js';
import { RevenueRepository } from '../../persistence/revenue/revenue.repository.js';

export interface PlanRevenue {
  plan: PlanName;
  version: number;
  /** Of a month; null where nothing is paid for it here. */
  price: Money | null;
  /** Who is on it, without those who try it. */
  tenants: number;
  trials: number;
  /** What a month of all of them is worth. */
  monthly: Money | null;
}

export interface Revenue {
  plans: PlanRevenue[];
  /** What a month is worth, by currency. */
  monthly: Money[];
  /** The oldest first; the last one is the present one. */
  months: RevenueMonth[];
}

@Injectable()
export class ReportRevenueHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly revenue: RevenueRepository,
  ) {}

  /** What a month of all plans is worth, and how that came. @param count of months, from 1 */
  async execute(count: number): Promise<Revenue> {
    const months = monthsUntil(new Date().toISOString().slice(0, 10), count);
    const [standing, moves, prices] = await this.database.forSystem(async (tx) => [
      await this.revenue.standing(tx),
      await this.revenue.moves(tx, months[0]!),
      await this.revenue.prices(tx),
    ]);
    const price = priceOf(prices);
    const plans = [...Map.groupBy(standing, ({ plan, version }) => `${plan} ${version}`).values()].map((own): PlanRevenue => {
      const { plan, version } = own[0]!;
      const count = (isTrial: boolean): number => own.reduce((sum, each) => (each.isTrial === isTrial ? sum + each.tenants : sum), 0);
      const [paid, tenants] = [price({ plan, version, isTrial: false }), count(false)];
      const monthly = paid && { amountMinor: paid.amountMinor * tenants, currency: paid.currency };
      return { plan: plan as PlanName, version, price: paid, tenants, trials: count(true), monthly };
    });
    const order = ({ plan, version }: PlanRevenue): number => PLAN_NAMES.indexOf(plan) * 1_000_000 - version;
    return {
      plans: plans.sort((a, b) => order(a) - order(b)),
      monthly: [
        ...Map.groupBy(
          plans.flatMap(({ monthly }) => monthly ?? []),
          ({ currency }) => currency,
        ),
      ]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([currency, own]) => ({ currency, amountMinor: own.reduce((sum, { amountMinor }) => sum + amountMinor, 0) })),
      months: revenueMonths(standing, moves, price, months),
    };
  }
}
