import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { completeLimits, type PlanName } from '../../domain/plans/plan.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { QuotasRepository } from '../../persistence/plans/quotas.repository.js';
import { SubscriptionsRepository } from '../../persistence/plans/subscriptions.repository.js';
import { Audit } from '../audit/audit.step.js';

@Injectable()
export class ChangePlanHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly plans: PlansRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly quotas: QuotasRepository,
    private readonly audit: Audit,
  ) {}

  /**
   * Puts a tenant on the latest version of a plan, whose limits bind from the commit on. What it has beyond them stays; it only gets no
   * more.
   */
  async execute(tenantId: string, name: PlanName, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await this.subscriptions.find(tx);
      const plan = await this.plans.latest(tx, name);
      await this.subscriptions.save(tx, name, plan.version);
      await this.quotas.setLimits(tx, completeLimits(plan.limits), plan.overage);
      const { plan: from, planVersion } = before;
      const after = { plan: name, planVersion: plan.version };
      this.audit.append(tx, by, 'changed', { type: 'subscription', id: tenantId }, { plan: from, planVersion }, after);
    });
  }
}
