import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Period } from '#service-kit';
import { monthOf } from '../../domain/plans/month.js';
import {
  allowance,
  completeLimits,
  COUNTED_METERS,
  type Allowance,
  type Meter,
  type PlanLimits,
  type PlanName,
} from '../../domain/plans/plan.js';
import type { Deposit } from '../../domain/ledger/transfer.js';
import { LedgerRepository } from '../../persistence/ledger/ledger.repository.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { QuotasRepository } from '../../persistence/plans/quotas.repository.js';
import { SubscriptionsRepository } from '../../persistence/plans/subscriptions.repository.js';

export interface Quota {
  tenantId: string;
  plan: PlanName;
  planVersion: number;
  enforced: boolean;
  period: Period;
  limits: PlanLimits;
  messages: Allowance;
  aiReplies: Allowance;
  meters: (Allowance & { meter: Meter })[];
  deposit: Deposit | null;
  suspended: boolean;
}

@Injectable()
export class DescribeQuotaHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly plans: PlansRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly quotas: QuotasRepository,
    private readonly ledger: LedgerRepository,
  ) {}

  async execute(tenantId: string): Promise<Quota> {
    const period = monthOf(new Date().toISOString().slice(0, 10));
    return this.database.forTenant(tenantId, async (tx) => {
      const { plan, planVersion, enforcedSince, suspendedSince } = await this.subscriptions.find(tx);
      const limits = completeLimits((await this.plans.find(tx, plan, planVersion)).limits);
      const monthly = await this.quotas.list(tx);
      const found: { meter: Meter; used: number; reserved?: number }[] = [...monthly, ...(await this.quotas.standing(tx))];
      const byMeter = new Map(found.map((quota) => [quota.meter, quota]));
      const of = (meter: Meter): Allowance => {
        const { used = 0, reserved = 0 } = byMeter.get(meter) ?? {};
        return allowance(limits[meter], used, reserved);
      };
      const enforced = enforcedSince !== null;
      return {
        tenantId,
        plan,
        planVersion,
        enforced,
        period,
        limits,
        messages: of('messages'),
        aiReplies: of('aiReplies'),
        meters: COUNTED_METERS.map((meter) => ({ meter, ...of(meter) })),
        deposit: (await this.ledger.deposit(tx)) ?? null,
        suspended: suspendedSince !== null || (enforced && monthly.find(({ meter }) => meter === 'messages')?.isFull === true),
      };
    });
  }
}
