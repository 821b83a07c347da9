import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { CONFIG, Problem, type Actor } from '#service-kit';
import type { Config } from '../../config.js';
import { proratedMinor, type InvoiceLine } from '../../domain/invoices/invoice.js';
import { lineTexts } from '../../domain/invoices/line-texts.js';
import { addDays, dayAt, daysBetween } from '../../domain/invoicing/months.js';
import type { Money } from '../../domain/ledger/money.js';
import { standingOf } from '../../domain/payments/standing.js';
import type { PlanName } from '../../domain/plans/plan.js';
import { InvoiceAccountsRepository, type BilledCompany } from '../../persistence/invoices/invoice-accounts.repository.js';
import {
  InvoicedSubscriptionsRepository,
  type InvoicedSubscription,
} from '../../persistence/invoicing/invoiced-subscriptions.repository.js';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { PlansRepository, type StoredPlan } from '../../persistence/plans/plans.repository.js';
import { Audit } from '../audit/audit.step.js';
import { InvoiceClock } from '../invoices/invoice-clock.state.js';
import { IssueInvoice } from '../invoices/issue-invoice.step.js';
import { Payments } from '../payments/payments.state.js';
import { BindPlan } from '../plans/bind-plan.step.js';
import { AdvanceInvoicing } from './advance-invoicing.step.js';

export interface Invoicing {
  plan: PlanName;
  planVersion: number;
  inTrial: boolean;
  /** Both days included. */
  periodFrom: string;
  periodTo: string;
  /** Taken off the next invoices. */
  credit: Money;
  ends: boolean;
  suspended: boolean;
}

/** The operator sells a plan by invoices of its own, without a payment provider. */
@Injectable()
export class KeepInvoicingHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly subscriptions: InvoicedSubscriptionsRepository,
    private readonly payers: PaymentAccountsRepository,
    private readonly payments: Payments,
    private readonly plans: PlansRepository,
    private readonly accounts: InvoiceAccountsRepository,
    private readonly issue: IssueInvoice,
    private readonly bind: BindPlan,
    private readonly advance: AdvanceInvoicing,
    private readonly audit: Audit,
    private readonly clock: InvoiceClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns null where the tenant's plan is not paid by invoices */
  async read(tenantId: string): Promise<Invoicing | null> {
    return this.database.forTenant(tenantId, async (tx) => {
      const row = await this.subscriptions.find(tx);
      return row ? this.#shown(tx, row) : null;
    });
  }

  /**
   * Puts a tenant on the latest version of a plan, invoices its first month now or after a trial, and each month after it. Another plan holds
   * at once, for the rest of the month at the difference of the prices: it is invoiced, or taken off the next invoice. What was cancelled
   * goes on.
   *
   * @param trialDays of the first plan; later ones have none
   * @throws {Problem} 409 plan_not_for_sale, subscription_elsewhere, plan_currency; of the provider as `Payments.ask`
   */
  async set(tenantId: string, name: PlanName, trialDays: number, by: Actor): Promise<Invoicing> {
    await this.#closeCheckouts(tenantId);
    return this.database.forTenant(tenantId, async (tx) => {
      await this.accounts.lock(tx);
      const plan = await this.plans.latest(tx, name);
      if (plan.priceMinor === null)
        throw new Problem(409, 'plan_not_for_sale', `The plan ${name} has no price. Give it one, or take another plan.`);
      const before = await this.subscriptions.lock(tx);
      const row = before && (await this.advance.execute(tx, before));
      return this.#shown(tx, row ? await this.#move(tx, row, plan, by) : await this.#begin(tx, plan, trialDays, by));
    });
  }

  /** Ends it with the days that are invoiced or tried out. @throws {Problem} 404 */
  async cancel(tenantId: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const row = await this.subscriptions.lock(tx);
      if (!row) throw new Problem(404, 'not_found', 'The plan of this tenant is not paid by invoices.');
      if (row.ends) return;
      await this.subscriptions.save(tx, { ...row, ends: true });
      this.audit.append(tx, by, 'cancelled', { type: 'subscription', id: tenantId }, { plan: row.plan }, { endsOn: row.periodTo });
    });
  }

  /** So that the plan is not sold twice: neither by a checkout that is open, nor by one that was paid a moment ago. */
  async #closeCheckouts(tenantId: string): Promise<void> {
    const [row, account] = await this.database.forTenant(
      tenantId,
      async (tx) => [await this.subscriptions.find(tx), await this.payers.find(tx)] as const,
    );
    if (row || !account || !this.payments.provider) return;
    const { customerId } = account;
    const { subscriptions } = await this.payments.ask(async (provider) => {
      await provider.expireCheckouts(customerId);
      return provider.read({ type: 'customer', id: customerId }, customerId);
    });
    if (standingOf(subscriptions ?? [], this.config.PAYMENT_TRIES, false).subscriptionId) throw paidElsewhere();
  }

  async #begin(tx: Transaction, plan: StoredPlan, trialDays: number, by: Actor): Promise<InvoicedSubscription> {
    const account = await this.payers.find(tx);
    if (account?.subscriptionId && account.status !== 'canceled') throw paidElsewhere();
    const company = await this.accounts.company(tx);
    const now = this.clock.now();
    const today = dayAt(now, company.timeZone);
    const anchor = addDays(today, trialDays);
    const row: InvoicedSubscription = {
      plan: plan.name,
      planVersion: plan.version,
      anchor,
      months: 0,
      periodFrom: today,
      periodTo: anchor,
      creditMinor: 0,
      ends: false,
      isSuspended: false,
      nextStepAt: now.toISOString(),
    };
    await this.bind.toPlan(tx, plan.name, by, { version: plan.version, isTrial: trialDays > 0 });
    await this.bind.suspend(tx, false, by);
    return this.advance.settle(tx, trialDays > 0 ? row : await this.advance.month(tx, row, company), company);
  }

  async #move(tx: Transaction, row: InvoicedSubscription, plan: StoredPlan, by: Actor): Promise<InvoicedSubscription> {
    const company = await this.accounts.company(tx);
    if (row.plan === plan.name) {
      if (!row.ends) return row;
      await this.subscriptions.save(tx, { ...row, ends: false });
      this.audit.append(tx, by, 'renewed', { type: 'subscription', id: tx.tenantId! }, null, { plan: row.plan });
      return { ...row, ends: false };
    }
    await this.bind.toPlan(tx, plan.name, by, { version: plan.version, isTrial: row.months === 0 });
    // After it, since it draws a number, for which others wait.
    const creditMinor = row.months === 0 ? row.creditMinor : await this.#prorate(tx, row, plan, company);
    return this.advance.settle(tx, { ...row, plan: plan.name, planVersion: plan.version, creditMinor, ends: false }, company);
  }

  /** Invoices the difference for the rest of the month. @returns the credit that is left */
  async #prorate(tx: Transaction, row: InvoicedSubscription, plan: StoredPlan, { language, timeZone }: BilledCompany): Promise<number> {
    const old = await this.plans.find(tx, row.plan, row.planVersion);
    const currency = plan.priceCurrency!;
    if (old.priceCurrency !== currency) {
      const detail = `The present plan is paid in ${old.priceCurrency}, and this one in ${currency}. Cancel the present one first.`;
      throw new Problem(409, 'plan_currency', detail);
    }
    const today = dayAt(this.clock.now(), timeZone);
    const [left, all] = [daysBetween(today, row.periodTo), daysBetween(row.periodFrom, row.periodTo)];
    const unused = proratedMinor(old.priceMinor!, left, all);
    const rest = proratedMinor(plan.priceMinor!, left, all);
    if (rest <= unused) return row.creditMinor + unused - rest;
    const credit = Math.min(row.creditMinor, rest - unused);
    const texts = lineTexts(language);
    const period = { from: today, to: addDays(row.periodTo, -1) };
    const lines: InvoiceLine[] = [
      { kind: 'proration', description: texts.unused(old.name, period.from, period.to), amountMinor: -unused },
      { kind: 'proration', description: texts.rest(plan.name, period.from, period.to), amountMinor: rest },
      ...(credit === 0 ? [] : [{ kind: 'credit' as const, description: texts.credit, amountMinor: -credit }]),
    ];
    await this.issue.execute(tx, { kind: 'invoice', source: 'change', reference: v7(), currency, lines, period, paidBy: null });
    return row.creditMinor - credit;
  }

  async #shown(tx: Transaction, row: InvoicedSubscription): Promise<Invoicing> {
    const { priceCurrency } = await this.plans.find(tx, row.plan, row.planVersion);
    return {
      plan: row.plan,
      planVersion: row.planVersion,
      inTrial: row.months === 0,
      periodFrom: row.periodFrom,
      periodTo: addDays(row.periodTo, -1),
      credit: { amountMinor: row.creditMinor, currency: priceCurrency! },
      ends: row.ends,
      suspended: row.isSuspended,
    };
  }
}

const paidElsewhere = (): Problem =>
  new Problem(409, 'subscription_elsewhere', 'The tenant pays for a plan at the payment provider. Let it cancel there first.');
