import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { completeLimits, withAddons, type Addons, type Overage, type PlanLimits } from '../../domain/plans/plan.js';
import { AddonsRepository } from '../../persistence/plans/addons.repository.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { SubscriptionsRepository, type Subscription } from '../../persistence/plans/subscriptions.repository.js';

export interface LimitsOfTenant {
  subscription: Subscription;
  /** Of its version of its plan, and what it may use beyond it. */
  limits: PlanLimits;
  addons: Addons;
  overage: Overage;
  /** Features that its plan does not have. */
  lacks: readonly string[];
}

/** What a tenant's plan allows it. */
@Injectable()
export class TenantLimits {
  constructor(
    private readonly plans: PlansRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly addons: AddonsRepository,
  ) {}

  async execute(tx: Transaction): Promise<LimitsOfTenant> {
    const subscription = await this.subscriptions.find(tx);
    const { limits, overage, lacks } = await this.plans.find(tx, subscription.plan, subscription.planVersion);
    const addons = await this.addons.find(tx);
    return { subscription, limits: withAddons(completeLimits(limits), addons), addons, overage, lacks };
  }
}
