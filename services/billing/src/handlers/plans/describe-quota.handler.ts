import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Period } from '#service-kit';
import { monthOf } from '../../domain/plans/month.js';
import type { Addons, Allowance, Meter, PlanLimits, PlanName } from '../../domain/plans/plan.js';
import type { Deposit } from '../../domain/ledger/transfer.js';
import { LedgerRepository } from '../../persistence/ledger/ledger.repository.js';
import { MeterUse } from './meter-use.step.js';

export interface Quota {
  tenantId: string;
  plan: PlanName;
  planVersion: number;
  enforced: boolean;
  period: Period;
  limits: PlanLimits;
  addons: Addons;
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
    private readonly use: MeterUse,
    private readonly ledger: LedgerRepository,
  ) {}

  async execute(tenantId: string): Promise<Quota> {
    const period = monthOf(new Date().toISOString().slice(0, 10));
    return this.database.forTenant(tenantId, async (tx) => {
      const { subscription, enforced, limits, addons, meters, isFull } = await this.use.execute(tx);
      const { plan, planVersion, suspendedSince } = subscription;
      const of = (wanted: Meter): Allowance => {
        const { meter: _meter, ...found } = meters.find(({ meter }) => meter === wanted)!;
        return found;
      };
      return {
        tenantId,
        plan,
        planVersion,
        enforced,
        period,
        limits,
        addons,
        messages: of('messages'),
        aiReplies: of('aiReplies'),
        meters,
        deposit: (await this.ledger.deposit(tx)) ?? null,
        suspended: suspendedSince !== null || isFull,
      };
    });
  }
}
