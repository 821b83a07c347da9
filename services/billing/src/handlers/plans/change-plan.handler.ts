import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { PlanName } from '../../domain/plans/plan.js';
import { InvoicedSubscriptionsRepository } from '../../persistence/invoicing/invoiced-subscriptions.repository.js';
import { BindPlan } from './bind-plan.step.js';

@Injectable()
export class ChangePlanHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invoiced: InvoicedSubscriptionsRepository,
    private readonly bind: BindPlan,
  ) {}

  /**
   * Puts a tenant on the latest version of a plan, whose limits bind from the commit on. What it has beyond them stays; it only gets no
   * more. A suspension ends: who gives the plan answers for it, whatever the payment provider said before.
   *
   * @throws {Problem} 409 subscription_elsewhere: whoever owes invoices would otherwise get out of them
   */
  async execute(tenantId: string, name: PlanName, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      if (await this.invoiced.lock(tx)) {
        const detail = 'The plan is paid by invoices. Choose another one there, or cancel it and wait for its end.';
        throw new Problem(409, 'subscription_elsewhere', detail);
      }
      await this.bind.toPlan(tx, name, by);
      await this.bind.suspend(tx, false, by);
    });
  }
}
