import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG, Problem } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import type { Money } from '../../domain/ledger/money.js';
import type { PlanPrice } from '../../domain/payments/payment-provider.js';
import { isOverdue, standingOf, type Standing } from '../../domain/payments/standing.js';
import type { PlanName } from '../../domain/plans/plan.js';
import { LedgerRepository } from '../../persistence/ledger/ledger.repository.js';
import { PaymentAccountsRepository, type PaymentAccount } from '../../persistence/payments/payment-accounts.repository.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { Payments } from './payments.state.js';

@Injectable()
export class StartCheckoutHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly plans: PlansRepository,
    private readonly accounts: PaymentAccountsRepository,
    private readonly ledger: LedgerRepository,
    private readonly payments: Payments,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Sells the latest version of a plan. A company that has a subscription is moved to the plan now, and pays the difference with the payment
   * method that it has; the first time there is a checkout, with a trial where the plan or the installation gives one. Of a company one such checkout is
   * open at a time, the last, also where several are asked for at once: each looks again once its own is made, and only then is it given out. So
   * whoever pays one makes the only subscription, and a checkout that lost is the one that stands.
   *
   * @returns where the person goes on: the checkout, an invoice that is to be paid, or the page of the plan when nothing is left to do
   * @throws {Problem} payments_off, plan_not_for_sale, plan_is_present, subscription_elsewhere, payment_overdue, checkout_replaced, payment_provider_unavailable, payment_provider_refused
   */
  async ofPlan(tenantId: string, name: PlanName): Promise<string> {
    const [account, plan, isInvoiced] = await this.database.forTenant(
      tenantId,
      async (tx) => [await this.accounts.find(tx), await this.plans.latest(tx, name), await this.accounts.isInvoiced(tx)] as const,
    );
    const price = priceOf(plan);
    if (isInvoiced) {
      throw new Problem(409, 'subscription_elsewhere', 'The plan is paid by invoices of the operator. Ask the operator for another plan.');
    }
    if (account) refuse({ ...account, version: account.planVersion }, price);
    const customerId = account?.customerId ?? (await this.#customer(tenantId));
    if (account?.subscriptionId) return this.#change(account.subscriptionId, price);
    // The notice of one that was bought a moment ago may be on its way.
    const before = await this.#standing(customerId);
    refuse(before, price);
    if (before.subscriptionId) return this.#change(before.subscriptionId, price);
    const trialDays = account?.hasSubscribed ? 0 : (plan.trialDays ?? this.config.TRIAL_DAYS);
    const urls = { done: this.#page(name, 'done'), cancelled: this.#page(name, 'cancelled') };
    // Drawn before it is made, so that one that is made later, or was given out before, can be told from it.
    const turn = await this.database.forTenant(tenantId, (tx) => this.accounts.beginCheckout(tx));
    const order = { customerId, price, trialDays, turn, urls };
    const last = await this.payments.ask(async (provider) => {
      await provider.openCheckout(order);
      return provider.keepLastCheckout(customerId);
    });
    // Another one was paid while this one was made: none stays open beside its subscription.
    const after = await this.#standing(customerId);
    if (after.subscriptionId) {
      await this.payments.ask((provider) => provider.expireCheckouts(customerId));
      refuse(after, price);
      return this.#change(after.subscriptionId, price);
    }
    if (last) return last;
    throw new Problem(409, 'checkout_replaced', 'The checkout was ended by another one of the company. Take the plan again.');
  }

  async #change(subscriptionId: string, price: PlanPrice): Promise<string> {
    return (await this.payments.ask((provider) => provider.changePlan(subscriptionId, price))) ?? this.#page(price.plan, 'done');
  }

  /**
   * Sells a deposit, in the currency of the one that there is.
   *
   * @returns the checkout @throws {Problem} payments_off, payment_provider_unavailable, payment_provider_refused
   */
  async ofDeposit(tenantId: string, amountMinor: number): Promise<string> {
    const [account, deposit] = await this.database.forTenant(
      tenantId,
      async (tx) => [await this.accounts.find(tx), await this.ledger.deposit(tx)] as const,
    );
    const money: Money = { amountMinor, currency: deposit?.balance.currency ?? this.config.PAYMENT_CURRENCY };
    const customerId = account?.customerId ?? (await this.#customer(tenantId));
    const page = (checkout: 'done' | 'cancelled'): string => publicLink(this.config, `/deposit?checkout=${checkout}`);
    const urls = { done: page('done'), cancelled: page('cancelled') };
    return this.payments.ask((provider) => provider.checkoutTopUp({ customerId, money, urls }));
  }

  /** How what the company has bought stands at the provider now. */
  async #standing(customerId: string): Promise<Standing> {
    const { subscriptions } = await this.payments.ask((provider) => provider.read({ type: 'customer', id: customerId }, customerId));
    return standingOf(subscriptions ?? [], this.config.PAYMENT_TRIES, false);
  }

  /** Stored before anything is sold, so that no notice is about a customer of nobody. */
  async #customer(tenantId: string): Promise<string> {
    const [provider, made] = await this.payments.ask(async (provider) => [provider.name, await provider.createCustomer(tenantId)] as const);
    const account = await this.database.forTenant(tenantId, async (tx): Promise<PaymentAccount | undefined> => {
      await this.accounts.add(tx, provider, made);
      return this.accounts.find(tx);
    });
    return account!.customerId;
  }

  #page(name: PlanName, checkout: 'done' | 'cancelled'): string {
    return publicLink(this.config, `/plan?checkout=${checkout}&plan=${name}`);
  }
}

/** @throws {Problem} plan_is_present, payment_overdue */
function refuse(has: { status: string | null; plan: PlanName | null; version: number | null }, price: PlanPrice): void {
  if (has.plan === price.plan && has.version === price.version) {
    throw new Problem(409, 'plan_is_present', 'The company has a subscription of this plan.');
  }
  // Else the difference, which may be nothing, would count as paid what is owed.
  if (isOverdue(has.status)) {
    const detail = 'An invoice of the subscription is not paid. Pay it at the payment provider first; then take the plan.';
    throw new Problem(409, 'payment_overdue', detail);
  }
}

/** @throws {Problem} plan_not_for_sale */
function priceOf(plan: { name: PlanName; version: number; priceMinor: number | null; priceCurrency: string | null }): PlanPrice {
  const { name, version, priceMinor, priceCurrency } = plan;
  if (priceMinor === null || priceCurrency === null) {
    throw new Problem(409, 'plan_not_for_sale', `The plan ${name} has no price; take another plan, or ask the operator.`);
  }
  return { plan: name, version, amountMinor: priceMinor, currency: priceCurrency };
}
