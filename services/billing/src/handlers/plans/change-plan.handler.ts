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
   * more.
   */
  async execute(tenantId: string, name: PlanName, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, (tx) => this.bind.toPlan(tx, name, by));
  }
}
