import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Money } from '../../domain/ledger/money.js';
import type { Move, OnPlan, Standing } from '../../domain/revenue/revenue.js';
import type { PlanName } from '../../domain/plans/plan.js';

interface MoveRow {
  month: string;
  fromPlan: string;
  fromVersion: number;
  fromTrial: boolean;
  toPlan: string;
  toVersion: number;
  toTrial: boolean;
  tenants: number;
}

/** What triggers count of who is on which plan, and who moved. Read under the system role. */
@Injectable()
export class RevenueRepository {
  async standing(tx: Transaction): Promise<Standing[]> {
    return tx.query(
      `select plan, plan_version as version, is_trial as "isTrial", tenants from billing.plan_tenants where tenants <> 0
       order by plan, plan_version, is_trial`,
    );
  }

  /** How many are on each version of a plan. */
  async standingOf(tx: Transaction, plan: PlanName): Promise<Standing[]> {
    return tx.query(
      `select plan, plan_version as version, is_trial as "isTrial", tenants from billing.plan_tenants where plan = $1 and tenants <> 0`,
      [plan],
    );
  }

  /** @param month the first one, `2026-11` */
  async moves(tx: Transaction, month: string): Promise<Move[]> {
    const rows = await tx.query<MoveRow>(
      `select month::text as month, from_plan as "fromPlan", from_version as "fromVersion", from_trial as "fromTrial",
         to_plan as "toPlan", to_version as "toVersion", to_trial as "toTrial", tenants
       from billing.plan_moves where month >= ($1 || '-01')::date and tenants <> 0`,
      [month],
    );
    return rows.map((row) => ({
      month: row.month,
      from: onPlan(row.fromPlan, row.fromVersion, row.fromTrial),
      to: onPlan(row.toPlan, row.toVersion, row.toTrial),
      tenants: row.tenants,
    }));
  }

  /** Of every version of every plan. */
  async prices(tx: Transaction): Promise<{ name: PlanName; version: number; price: Money | null }[]> {
    const rows = await tx.query<{ name: PlanName; version: number; amountMinor: number | null; currency: string | null }>(
      `select name, version, price_minor as "amountMinor", price_currency as currency from billing.plans`,
    );
    return rows.map(({ name, version, amountMinor, currency }) => ({
      name,
      version,
      price: amountMinor === null || currency === null ? null : { amountMinor, currency },
    }));
  }
}

const onPlan = (plan: string, version: number, isTrial: boolean): OnPlan | null => (plan === '' ? null : { plan, version, isTrial });
