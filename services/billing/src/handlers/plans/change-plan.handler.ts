import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import type { PlanName } from '../../domain/plans/plan.js';
import { BindPlan } from './bind-plan.step.js';

@Injectable()
export class ChangePlanHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly bind: BindPlan,
  ) {}

  /**
   * Puts a tenant on the latest version of a plan, whose limits bind from the commit on. What it has beyond them stays; it only gets no
   * more. A suspension ends: who gives the plan answers for it, whatever the payment provider said before.
   */
  async execute(tenantId: string, name: PlanName, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      await this.bind.toPlan(tx, name, by);
      await this.bind.suspend(tx, false, by);
    });
  }
}
