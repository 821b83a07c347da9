import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { completeLimits, type Overage, type PlanLimits } from '../../domain/plans/plan.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { SubscriptionsRepository, type Subscription } from '../../persistence/plans/subscriptions.repository.js';

export interface LimitsOfTenant {
  subscription: Subscription;
  /** Of its version of its plan. */
  limits: PlanLimits;
  overage: Overage;
}

/** What a tenant's plan allows it. */
@Injectable()
export class TenantLimits {
  constructor(
    private readonly plans: PlansRepository,
    private readonly subscriptions: SubscriptionsRepository,
  ) {}

  async execute(tx: Transaction): Promise<LimitsOfTenant> {
    const subscription = await this.subscriptions.find(tx);
    const { limits, overage } = await this.plans.find(tx, subscription.plan, subscription.planVersion);
    return { subscription, limits: completeLimits(limits), overage };
  }
}
