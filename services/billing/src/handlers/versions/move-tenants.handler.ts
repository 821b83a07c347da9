import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { PlanName } from '../../domain/plans/plan.js';
import { InvoicedSubscriptionsRepository } from '../../persistence/invoicing/invoiced-subscriptions.repository.js';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { SubscriptionsRepository } from '../../persistence/plans/subscriptions.repository.js';
import { BindPlan } from '../plans/bind-plan.step.js';

/** As many as one request moves. */
const AT_ONCE = 100;

export interface Moved {
  moved: number;
  /** Who pays for the version by a subscription, or by invoices at another price, keeps it. */
  kept: number;
  /** Where the next request goes on; null when all were looked at. */
  next: string | null;
}

@Injectable()
export class MoveTenantsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly plans: PlansRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly accounts: PaymentAccountsRepository,
    private readonly invoiced: InvoicedSubscriptionsRepository,
    private readonly bind: BindPlan,
  ) {}

  /**
   * Moves tenants of a version to the latest one of the same plan, at most 100. Who pays for the version at the payment provider keeps it,
   * and so does who is invoiced where the latest one has another price or none: nobody's price changes without their word. Again moves nobody twice.
   *
   * @param after the tenant at which the request before ended
   * @throws {Problem} not_found
   */
  async execute(name: PlanName, version: number, after: string | undefined, by: Actor): Promise<Moved> {
    const { latest, isSamePrice, ids } = await this.database.forSystem(async (tx) => {
      const old = await this.plans.find(tx, name, version);
      if (!old) throw Problem.notFound('version of the plan');
      const latest = await this.plans.latest(tx, name);
      return {
        latest: latest.version,
        isSamePrice: old.priceMinor === latest.priceMinor && old.priceCurrency === latest.priceCurrency,
        ids: await this.subscriptions.onVersion(tx, name, version, after ?? null, AT_ONCE),
      };
    });
    const result: Moved = { moved: 0, kept: 0, next: ids.length === AT_ONCE ? ids.at(-1)! : null };
    if (version === latest) return { ...result, next: null };
    for (const id of ids) {
      const outcome = await this.database.forTenant(id, async (tx) => {
        const account = await this.accounts.lock(tx);
        const isInvoiced = (await this.invoiced.lock(tx)) !== undefined;
        if (!(await this.bind.isOn(tx, name, version))) return undefined;
        if (account?.subscriptionId && account.plan === name && account.planVersion === version) return 'kept' as const;
        if (isInvoiced && !isSamePrice) return 'kept' as const;
        await this.bind.toPlan(tx, name, by, { isTrial: await this.subscriptions.isTrial(tx) });
        return 'moved' as const;
      });
      if (outcome) result[outcome] += 1;
    }
    return result;
  }
}
