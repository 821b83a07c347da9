import { Injectable } from '@nestjs/common';
import { columnsOf, type Read, type Transaction } from '#database';
import type { PlanName } from '../../domain/plans/plan.js';
import { InvoicedSubscriptionRow } from './invoiced-subscription.entity.js';

export type InvoicedSubscription = Omit<Read<InvoicedSubscriptionRow>, 'tenantId' | 'plan'> & { plan: PlanName };

const COLUMNS = `${columnsOf(InvoicedSubscriptionRow, undefined, ['plan', 'planVersion', 'months', 'creditMinor', 'ends', 'isSuspended', 'nextStepAt'])},
  anchor::text as anchor, period_from::text as "periodFrom", period_to::text as "periodTo"`;

@Injectable()
export class InvoicedSubscriptionsRepository {
  async find(tx: Transaction): Promise<InvoicedSubscription | undefined> {
    const [row] = await tx.query<InvoicedSubscription>(`select ${COLUMNS} from billing.invoiced_subscriptions where tenant_id = $1`, [
      tx.tenantId,
    ]);
    return row;
  }

  /** Until the transaction ends nobody else changes it. */
  async lock(tx: Transaction): Promise<InvoicedSubscription | undefined> {
    const [row] = await tx.query<InvoicedSubscription>(
      `select ${COLUMNS} from billing.invoiced_subscriptions where tenant_id = $1 for update`,
      [tx.tenantId],
    );
    return row;
  }

  async save(tx: Transaction, row: InvoicedSubscription): Promise<void> {
    await tx.execute(
      `insert into billing.invoiced_subscriptions
         (tenant_id, plan, plan_version, anchor, months, period_from, period_to, credit_minor, ends, is_suspended, next_step_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (tenant_id) do update set plan = excluded.plan, plan_version = excluded.plan_version, anchor = excluded.anchor,
         months = excluded.months, period_from = excluded.period_from, period_to = excluded.period_to, credit_minor = excluded.credit_minor,
         ends = excluded.ends, is_suspended = excluded.is_suspended, next_step_at = excluded.next_step_at`,
      [
        tx.tenantId,
        row.plan,
        row.planVersion,
        row.anchor,
        row.months,
        row.periodFrom,
        row.periodTo,
        row.creditMinor,
        row.ends,
        row.isSuspended,
        row.nextStepAt,
      ],
    );
  }

  async delete(tx: Transaction): Promise<void> {
    await tx.execute(`delete from billing.invoiced_subscriptions where tenant_id = $1`, [tx.tenantId]);
  }

  /** Under the system role. @returns tenants of whom something is to be done, who wait the longest first */
  async due(tx: Transaction, now: Date, limit: number): Promise<string[]> {
    const rows = await tx.query<{ tenantId: string }>(
      `select tenant_id as "tenantId" from billing.invoiced_subscriptions where next_step_at <= $1 order by next_step_at limit $2`,
      [now.toISOString(), limit],
    );
    return rows.map(({ tenantId }) => tenantId);
  }
}
