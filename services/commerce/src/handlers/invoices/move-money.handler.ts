import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { creditOfRefund, dueOf, isOpen, statusOf } from '../../domain/invoices/states.js';
import { InvoicePaymentRow, type InvoicePayment } from '../../persistence/invoices/invoice-payment.entity.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { PaySessionsRepository } from '../../persistence/payments/pay-sessions.repository.js';
import { Audit } from '../audit/audit.step.js';
import { Clock } from '../customers/clock.state.js';
import { notPayable, referenceReused } from './invoice-problems.js';
import { ShowInvoice, type ShownInvoice } from './show-invoice.step.js';
import { TakeBack } from './take-back.step.js';
import { WithdrawReminders } from './withdraw-reminders.step.js';

export interface MovedMoney {
  amountMinor: number;
  /** Where it is given, that of the invoice. */
  currency?: string | undefined;
  /** As whoever paid, or was paid, calls it. The same one twice is once. */
  reference: string;
}

export interface Refund extends MovedMoney {
  reason: string;
  /** Whether the customer is to pay it again. */
  isOwedAgain: boolean;
}

/** With what the references of credit notes begin that a refund makes. */
const OF_REFUND = 'refund:';

/** Payments, refunds and credit notes of an invoice. Each locks the invoice, so that together they move no more than there is. */
@Injectable()
export class MoveMoneyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invoices: InvoicesRepository,
    private readonly show: ShowInvoice,
    private readonly takeBack: TakeBack,
    private readonly withdraw: WithdrawReminders,
    private readonly checkouts: PaySessionsRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} not_found, validation_failed, invoice_not_payable, reference_reused, payment_too_large */
  async pay(tenantId: string, id: string, paid: MovedMoney, by: Actor): Promise<ShownInvoice> {
    return this.#moving(tenantId, id, paid, async (tx, invoice) => {
      if (await this.#isKnown(tx, id, 'payment', paid)) return;
      await this.#pay(tx, invoice, paid);
      this.audit.append(tx, by, 'paid', { type: 'customer_invoice', id }, null, audited(paid, invoice));
    });
  }

  /**
   * Records a payment. @param invoice locked by this transaction @param source `stripe`: the money is there already, so what is more than is due
   * stands as the customer's credit @returns the invoice as it stands then
   *
   * @throws {Problem} invoice_not_payable, reference_reused, payment_too_large
   */
  async recordPayment(tx: Transaction, invoice: Invoice, paid: MovedMoney, source: InvoicePayment['source'] = 'hand'): Promise<Invoice> {
    return (await this.#isKnown(tx, invoice.id, 'payment', paid)) ? invoice : this.#pay(tx, invoice, paid, source);
  }

  async #pay(
    tx: Transaction,
    invoice: Invoice,
    { amountMinor, reference }: MovedMoney,
    source: InvoicePayment['source'] = 'hand',
  ): Promise<Invoice> {
    const isThere = source === 'stripe';
    if (invoice.status === 'draft' || (invoice.status === 'void' && !isThere)) throw notPayable(invoice.status);
    const dueMinor = dueOf(invoice);
    if (amountMinor > dueMinor && !isThere) throw tooMuch('payment_too_large', `Of this invoice ${dueMinor} is due`, invoice);
    await this.#insert(tx, invoice.id, 'payment', { amountMinor, reference }, source);
    return this.#settle(tx, invoice, { paidMinor: invoice.paidMinor + amountMinor });
  }

  async isRecorded(tx: Transaction, id: string, kind: InvoicePayment['kind'], reference: string): Promise<boolean> {
    return (await this.invoices.findPayment(tx, id, kind, reference)) !== undefined;
  }

  /**
   * Records that money went back by the company's account. @param invoice locked by this transaction @returns the invoice as it stands then
   *
   * @throws {Problem} invoice_not_payable, reference_reused, refund_too_large
   */
  async recordRefund(tx: Transaction, invoice: Invoice, refund: Refund): Promise<Invoice> {
    return (await this.#isKnown(tx, invoice.id, 'refund', refund)) ? invoice : this.#giveBack(tx, invoice, refund, 'stripe');
  }

  async #giveBack(
    tx: Transaction,
    invoice: Invoice,
    { amountMinor, reason, reference, isOwedAgain }: Refund,
    source: InvoicePayment['source'],
  ): Promise<Invoice> {
    if (invoice.status === 'draft') throw notPayable(invoice.status);
    if (amountMinor > invoice.paidMinor) {
      throw tooMuch('refund_too_large', `For this invoice ${invoice.paidMinor} was paid and not given back`, invoice);
    }
    await this.#insert(tx, invoice.id, 'refund', { amountMinor, reference }, source);
    // Of what is void nothing is owed again.
    const creditMinor = isOwedAgain || invoice.status === 'void' ? 0 : creditOfRefund(invoice, amountMinor);
    if (creditMinor > 0) await this.takeBack.execute(tx, invoice, creditMinor, reason, `${OF_REFUND}${reference}`);
    return this.#settle(tx, invoice, { paidMinor: invoice.paidMinor - amountMinor, creditedMinor: invoice.creditedMinor + creditMinor });
  }

  /**
   * Records that money went back. What the customer would owe again by it is taken back by a credit note, unless they shall owe it.
   *
   * @throws {Problem} not_found, validation_failed, invoice_not_payable, reference_reused, refund_too_large
   */
  async refund(tenantId: string, id: string, refund: Refund, by: Actor): Promise<ShownInvoice> {
    return this.#moving(tenantId, id, refund, async (tx, invoice) => {
      if (await this.#isKnown(tx, id, 'refund', refund)) return;
      await this.#giveBack(tx, invoice, refund, 'hand');
      this.audit.append(tx, by, 'refunded', { type: 'customer_invoice', id }, null, audited(refund, invoice));
    });
  }

  /** Takes an invoice back, or a part of it. No money is moved. @throws {Problem} not_found, validation_failed, invoice_not_payable, reference_reused, credit_too_large */
  async credit(tenantId: string, id: string, credit: MovedMoney & { reason: string }, by: Actor): Promise<ShownInvoice> {
    if (credit.reference.startsWith(OF_REFUND)) {
      const message = `reference must not begin with ${OF_REFUND}, as those of refunds do; give another`;
      throw Problem.invalid([{ field: 'reference', message }]);
    }
    return this.#moving(tenantId, id, credit, async (tx, invoice) => {
      const { amountMinor, reason, reference } = credit;
      const known = await this.invoices.findCredit(tx, id, reference);
      if (known) {
        if (known.amountMinor === amountMinor) return;
        throw referenceReused(reference);
      }
      if (invoice.status === 'draft' || invoice.status === 'void') throw notPayable(invoice.status);
      const left = invoice.totalMinor - invoice.creditedMinor;
      if (amountMinor > left) throw tooMuch('credit_too_large', `Of this invoice ${left} can be taken back`, invoice);
      await this.takeBack.execute(tx, invoice, amountMinor, reason, reference);
      await this.#settle(tx, invoice, { creditedMinor: invoice.creditedMinor + amountMinor });
      this.audit.append(tx, by, 'credited', { type: 'customer_invoice', id }, null, audited(credit, invoice));
    });
  }

  async #moving(
    tenantId: string,
    id: string,
    { currency }: MovedMoney,
    work: (tx: Transaction, invoice: Invoice) => Promise<void>,
  ): Promise<ShownInvoice> {
    return this.database.forTenant(tenantId, async (tx) => {
      const invoice = await tx.rows(InvoiceRow).lock(id);
      if (!invoice) throw Problem.notFound('invoice');
      if (currency !== undefined && currency !== invoice.currency) {
        throw Problem.invalid([{ field: 'currency', message: `currency must be that of the invoice, ${invoice.currency}` }]);
      }
      await work(tx, invoice);
      return this.show.execute(tx, id);
    });
  }

  /** @throws {Problem} reference_reused */
  async #isKnown(
    tx: Transaction,
    id: string,
    kind: InvoicePayment['kind'],
    { amountMinor, reference }: Pick<MovedMoney, 'amountMinor' | 'reference'>,
  ): Promise<boolean> {
    const known = await this.invoices.findPayment(tx, id, kind, reference);
    if (known && known.amountMinor !== amountMinor) throw referenceReused(reference);
    return known !== undefined;
  }

  async #insert(
    tx: Transaction,
    invoiceId: string,
    kind: InvoicePayment['kind'],
    { amountMinor, reference }: Pick<MovedMoney, 'amountMinor' | 'reference'>,
    source: InvoicePayment['source'],
  ): Promise<void> {
    const at = this.clock.now().toISOString();
    await tx.rows(InvoicePaymentRow).insert({ id: v7(), invoiceId, kind, amountMinor, reference, source, at });
  }

  async #settle(tx: Transaction, invoice: Invoice, change: Partial<Pick<Invoice, 'paidMinor' | 'creditedMinor'>>): Promise<Invoice> {
    const status = invoice.status === 'void' ? 'void' : statusOf({ ...invoice, ...change });
    if (!isOpen(status)) await this.withdraw.execute(tx, invoice.id);
    const now = this.clock.now().toISOString();
    await this.checkouts.end(tx, invoice.id, now);
    return (await tx.rows(InvoiceRow).change(invoice.id, { ...change, status, updatedAt: now }))!;
  }
}

const tooMuch = (code: 'payment_too_large' | 'refund_too_large' | 'credit_too_large', what: string, { currency }: Invoice): Problem =>
  new Problem(422, code, `${what}, in the smallest unit of ${currency}.`);

const audited = ({ amountMinor }: MovedMoney, { currency, invoiceNumber }: Invoice) => ({ invoiceNumber, amountMinor, currency });
