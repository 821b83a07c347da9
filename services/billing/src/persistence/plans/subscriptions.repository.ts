import { Injectable } from '@nestjs/common';
import { idAfter, type Read, type Transaction } from '#database';
import type { PlanName } from '../../domain/plans/plan.js';
import type { SubscriptionRow } from './subscription.entity.js';

export type Subscription = Omit<Read<SubscriptionRow>, 'tenantId' | 'updatedAt'>;

/** Who was never put on a plan: on the first version of the free one, and held to nothing. */
const NONE: Subscription = { plan: 'free', planVersion: 1, enforcedSince: null, suspendedSince: null };

@Injectable()
export class SubscriptionsRepository {
  async find(tx: Transaction): Promise<Subscription> {
    const [row] = await tx.query<Subscription>(
      `select plan, plan_version as "planVersion", enforced_since as "enforcedSince",
         suspended_since as "suspendedSince" from billing.subscriptions where tenant_id = $1`,
      [tx.tenantId],
    );
    return row ?? NONE;
  }

  /** From now on the limits bind. @param isTrial nothing is paid for it yet */
  async save(tx: Transaction, plan: PlanName, version: number, isTrial: boolean): Promise<void> {
    await tx.execute(
      `insert into billing.subscriptions as s (tenant_id, plan, plan_version, enforced_since) values ($1, $2, $3, now())
       on conflict (tenant_id) do update set plan = excluded.plan, plan_version = excluded.plan_version,
         enforced_since = coalesce(s.enforced_since, excluded.enforced_since), updated_at = now()`,
      [tx.tenantId, plan, version],
    );
    await this.beginPeriod(tx, plan, version, isTrial);
  }

  /** From today (UTC) on it is on this version. Of a day with several changes the last one holds. */
  async beginPeriod(tx: Transaction, plan: PlanName, version: number, isTrial: boolean): Promise<void> {
    await tx.execute(
      `insert into billing.plan_periods (tenant_id, from_day, plan, plan_version, is_trial)
       values ($1, (now() at time zone 'utc')::date, $2, $3, $4)
       on conflict (tenant_id, from_day) do update
         set plan = excluded.plan, plan_version = excluded.plan_version, is_trial = excluded.is_trial`,
      [tx.tenantId, plan, version, isTrial],
    );
  }

  /** Whether it pays nothing yet for the plan that it is on. */
  async isTrial(tx: Transaction): Promise<boolean> {
    const [row] = await tx.query<{ isTrial: boolean }>(
      `select is_trial as "isTrial" from billing.plan_periods where tenant_id = $1 order by from_day desc limit 1`,
      [tx.tenantId],
    );
    return row?.isTrial ?? false;
  }

  /** Who is on a version, by their ids, under the system role. @param after at which the page before ended */
  async onVersion(tx: Transaction, plan: PlanName, version: number, after: string | null, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>(
      `select tenant_id as "tenantId" from billing.subscriptions where plan = $1 and plan_version = $2 and ${idAfter('tenant_id', '$3')}
       order by tenant_id limit $4`,
      [plan, version, after, limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Of a tenant that is on a plan. */
  async suspend(tx: Transaction, suspended: boolean): Promise<void> {
    await tx.execute(
      `update billing.subscriptions set suspended_since = case when $2 then now() end, updated_at = now() where tenant_id = $1`,
      [tx.tenantId, suspended],
    );
  }
}
