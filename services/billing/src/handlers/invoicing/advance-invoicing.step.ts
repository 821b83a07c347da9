import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import type { InvoiceLine } from '../../domain/invoices/invoice.js';
import { lineTexts } from '../../domain/invoices/line-texts.js';
import { addDays, monthsAfter, startOfDay } from '../../domain/invoicing/months.js';
import { graceEnds, nextStepOf, remindsAt } from '../../domain/invoicing/steps.js';
import { InvoiceAccountsRepository, type BilledCompany } from '../../persistence/invoices/invoice-accounts.repository.js';
import { InvoiceSettingsRepository, type InvoiceSettings } from '../../persistence/invoices/invoice-settings.repository.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import {
  InvoicedSubscriptionsRepository,
  type InvoicedSubscription,
} from '../../persistence/invoicing/invoiced-subscriptions.repository.js';
import { LedgerRepository } from '../../persistence/ledger/ledger.repository.js';
import { PlansRepository } from '../../persistence/plans/plans.repository.js';
import { SubscriptionsRepository } from '../../persistence/plans/subscriptions.repository.js';
import { Audit } from '../audit/audit.step.js';
import { InvoiceClock } from '../invoices/invoice-clock.state.js';
import { InvoiceOverage } from '../invoices/invoice-overage.step.js';
import { IssueInvoice } from '../invoices/issue-invoice.step.js';
import { Deposits } from '../ledger/deposits.step.js';
import { TellDue } from '../invoices/tell-due.step.js';
import { BindPlan } from '../plans/bind-plan.step.js';

/** Who does what time brings. */
const BY_TIME = { kind: 'system', id: null, address: null, requestId: null } as const;
/** Of a company that was away for so long, the rest comes with the next step. */
const MAX_MONTHS = 24;

/**
 * Does what has come due of a plan that is paid by invoices: the invoice of a month, once; a reminder; the suspension of who does not pay, and
 * its end; the end of what was cancelled. All of it follows from rows and the clock, so that again is the same as once.
 */
@Injectable()
export class AdvanceInvoicing {
  constructor(
    private readonly subscriptions: InvoicedSubscriptionsRepository,
    private readonly plans: PlansRepository,
    private readonly tenants: SubscriptionsRepository,
    private readonly invoices: InvoicesRepository,
    private readonly accounts: InvoiceAccountsRepository,
    private readonly settings: InvoiceSettingsRepository,
    private readonly issue: IssueInvoice,
    private readonly overage: InvoiceOverage,
    private readonly tell: TellDue,
    private readonly bind: BindPlan,
    private readonly ledger: LedgerRepository,
    private readonly deposits: Deposits,
    private readonly audit: Audit,
    private readonly clock: InvoiceClock,
  ) {}

  /** @returns the subscription as it is now; undefined where it has come to its end */
  async execute(tx: Transaction, row: InvoicedSubscription): Promise<InvoicedSubscription | undefined> {
    const now = this.clock.now();
    const company = await this.accounts.company(tx);
    let current = await this.#follow(tx, row);
    for (let months = 0; months < MAX_MONTHS && startOfDay(current.periodTo, company.timeZone) <= now; months++) {
      if (current.ends) return this.#end(tx, current);
      if (current.months === 0 && (await this.bind.isOn(tx, current.plan, current.planVersion))) await this.bind.setTrial(tx, false);
      current = await this.month(tx, current, company);
    }
    return this.settle(tx, current, company);
  }

  /** Where the operator has moved the tenant to another version of its plan, that is the one that it pays for from the next month on. */
  async #follow(tx: Transaction, row: InvoicedSubscription): Promise<InvoicedSubscription> {
    const { plan, planVersion } = await this.tenants.find(tx);
    if (plan !== row.plan || planVersion === row.planVersion) return row;
    const { priceCurrency } = await this.plans.find(tx, plan, planVersion);
    const { priceCurrency: before } = await this.plans.find(tx, row.plan, row.planVersion);
    return priceCurrency === before ? { ...row, planVersion } : row;
  }

  /** Invoices the month that comes next, and stores nothing else. */
  async month(tx: Transaction, row: InvoicedSubscription, { language }: BilledCompany): Promise<InvoicedSubscription> {
    const [from, to] = [monthsAfter(row.anchor, row.months), monthsAfter(row.anchor, row.months + 1)];
    const { priceMinor, priceCurrency } = await this.plans.find(tx, row.plan, row.planVersion);
    const texts = lineTexts(language);
    const period = { from, to: addDays(to, -1) };
    const credit = Math.min(row.creditMinor, priceMinor!);
    const lines: InvoiceLine[] = [
      { kind: 'plan', description: texts.plan(row.plan, period.from, period.to), amountMinor: priceMinor! },
      ...(credit === 0 ? [] : [{ kind: 'credit' as const, description: texts.credit, amountMinor: -credit }]),
      ...(await this.overage.execute(tx, priceCurrency!, language)),
    ];
    const currency = priceCurrency!;
    await this.issue.execute(tx, { kind: 'invoice', source: 'cycle', reference: from, currency, lines, period, paidBy: null });
    return { ...row, months: row.months + 1, periodFrom: from, periodTo: to, creditMinor: row.creditMinor - credit };
  }

  /** Reminds, suspends and lets go on, by what is open now; and stores when to look again. */
  async settle(tx: Transaction, row: InvoicedSubscription, { timeZone }: BilledCompany): Promise<InvoicedSubscription> {
    const now = this.clock.now();
    const settings = await this.settings.find(tx);
    await this.#remind(tx, settings, now);
    const open = await this.invoices.open(tx);
    const late = open.find((each) => graceEnds(each, settings) <= now);
    const isLate = late !== undefined;
    if (!isLate || (await this.bind.isOn(tx, row.plan, row.planVersion))) {
      const isNews = late && (await this.tenants.find(tx)).suspendedSince === null;
      await this.bind.suspend(tx, isLate, BY_TIME);
      if (isNews) this.tell.execute(tx, (await this.invoices.find(tx, late.invoiceId))!, 'suspended', now);
      row = { ...row, isSuspended: isLate };
    }
    const nextStepAt = nextStepOf(startOfDay(row.periodTo, timeZone), open, settings, now).toISOString();
    const stored = { ...row, nextStepAt };
    await this.subscriptions.save(tx, stored);
    return stored;
  }

  async #remind(tx: Transaction, settings: InvoiceSettings, now: Date): Promise<void> {
    for (const each of await this.invoices.open(tx)) {
      if (each.remindedAt !== null || remindsAt(each, settings) > now) continue;
      await this.invoices.changePayment(tx, each.invoiceId, { remindedAt: now.toISOString() });
      this.audit.append(tx, BY_TIME, 'reminded', { type: 'invoice', id: each.invoiceId }, null, { dueAt: each.dueAt });
      this.tell.execute(tx, (await this.invoices.find(tx, each.invoiceId))!, 'reminder', now);
    }
  }

  /** What is owed still is; but nothing more comes, the free plan takes nobody's money, and what is left of it goes into the deposit. */
  async #end(tx: Transaction, row: InvoicedSubscription): Promise<undefined> {
    await this.subscriptions.delete(tx);
    if (await this.bind.isOn(tx, row.plan, row.planVersion)) await this.bind.toPlan(tx, 'free', BY_TIME);
    await this.bind.suspend(tx, false, BY_TIME);
    const { priceCurrency: currency } = await this.plans.find(tx, row.plan, row.planVersion);
    const deposit = await this.ledger.deposit(tx);
    if (row.creditMinor === 0 || currency === null || (deposit && deposit.balance.currency !== currency)) return;
    const [money, reference] = [{ amountMinor: row.creditMinor, currency }, `unused credit ${v7()}`];
    await this.deposits.credit(tx, money, 'operator', reference);
    this.audit.append(tx, BY_TIME, 'credited', { type: 'deposit', id: tx.tenantId! }, null, { ...money, reference });
  }
}
