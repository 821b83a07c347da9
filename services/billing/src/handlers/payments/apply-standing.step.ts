import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import type { ProviderSubscription } from '../../domain/payments/payment-provider.js';
import { standingOf } from '../../domain/payments/standing.js';
import type { PlanName } from '../../domain/plans/plan.js';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { BindPlan } from '../plans/bind-plan.step.js';
import { BY_PROVIDER } from './payments.state.js';

const isTrial = ({ status }: { status: string | null }): boolean => status === 'trialing';

/** Makes what the provider says of a company's subscriptions true here: its plan, and whether it is suspended. */
@Injectable()
export class ApplyStanding {
  constructor(
    private readonly accounts: PaymentAccountsRepository,
    private readonly bind: BindPlan,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The plan and the suspension change only when the provider's word does, so that what the operator gives a company stays. Nor does a
   * subscription that ends or is not paid take away a plan that the operator gave in place of its own.
   *
   * @param reading number of the reading; one that was begun before the stored one changes nothing
   */
  async execute(tx: Transaction, reading: number, subscriptions: readonly ProviderSubscription[]): Promise<void> {
    const before = await this.accounts.lock(tx);
    if (!before || reading <= before.readingStored) return;
    const now = standingOf(subscriptions, this.config.PAYMENT_TRIES, before.isSuspended);
    await this.accounts.store(tx, reading, now);
    if (now.plan === null) {
      if (await this.#holds(tx, before.plan, before.planVersion)) await this.bind.toPlan(tx, 'free', BY_PROVIDER);
    } else if (now.plan !== before.plan || now.version !== before.planVersion) {
      await this.bind.toPlan(tx, now.plan, BY_PROVIDER, { version: now.version!, isTrial: isTrial(now) });
    } else if (isTrial(now) !== isTrial(before) && (await this.#holds(tx, now.plan, now.version))) {
      await this.bind.setTrial(tx, isTrial(now));
    }
    if (now.suspended === before.isSuspended) return;
    if (!now.suspended || (await this.#holds(tx, now.plan, now.version))) await this.bind.suspend(tx, now.suspended, BY_PROVIDER);
  }

  /** Whether the plan that a subscription gave is still the one that the company has. */
  async #holds(tx: Transaction, plan: PlanName | null, version: number | null): Promise<boolean> {
    return plan !== null && version !== null && this.bind.isOn(tx, plan, version);
  }
}
