import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { PlanName } from '../../domain/plans/plan.js';

@Injectable()
export class SubscriptionsRepository {
  async plan(tx: Transaction): Promise<PlanName> {
    return (
      (await tx.query<{ plan: PlanName }>(`select plan from billing.subscriptions where tenant_id = $1`, [tx.tenantId]))[0]?.plan ?? 'free'
    );
  }

  async save(tx: Transaction, plan: PlanName): Promise<void> {
    await tx.execute(
      `insert into billing.subscriptions (tenant_id, plan) values ($1, $2)
       on conflict (tenant_id) do update set plan = excluded.plan, updated_at = now()`,
      [tx.tenantId, plan],
    );
  }
}
