import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Period } from '#service-kit';
import { monthOf } from '../../domain/plans/month.js';
import { allowance, PLANS, type Allowance, type PlanLimits, type PlanName } from '../../domain/plans/plan.js';
import { SubscriptionsRepository } from '../../persistence/plans/subscriptions.repository.js';
import { UsageRepository } from '../../persistence/usage/usage.repository.js';

export interface Quota {
  tenantId: string;
  plan: PlanName;
  period: Period;
  limits: PlanLimits;
  messages: Allowance;
  aiReplies: Allowance;
}

@Injectable()
export class DescribeQuotaHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly usage: UsageRepository,
  ) {}

  async execute(tenantId: string): Promise<Quota> {
    const period = monthOf(new Date().toISOString().slice(0, 10));
    return this.database.forTenant(tenantId, async (tx) => {
      const plan = await this.subscriptions.plan(tx);
      const { messagesIn, messagesOut, aiReplies } = await this.usage.totals(tx, period);
      const limits = PLANS[plan];
      return {
        tenantId,
        plan,
        period,
        limits,
        messages: allowance(limits.messages, messagesIn + messagesOut),
        aiReplies: allowance(limits.aiReplies, aiReplies),
      };
    });
  }
}
