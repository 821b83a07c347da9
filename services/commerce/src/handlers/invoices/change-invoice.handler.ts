import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { type Actor, onlyGiven, Problem } from '#service-kit';
import { dueOf, isOpen } from '../../domain/invoices/states.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { PaySessionsRepository } from '../../persistence/payments/pay-sessions.repository.js';
import { Audit } from '../audit/audit.step.js';
import { Clock } from '../customers/clock.state.js';
import { counted, faultsOf, type InvoiceWords } from './create-invoice.handler.js';
import { moveRefused } from './invoice-problems.js';
import { MoveMoneyHandler } from './move-money.handler.js';
import { SendInvoice } from './send-invoice.step.js';
import { ShowInvoice, type ShownInvoice } from './show-invoice.step.js';
import { WithdrawReminders } from './withdraw-reminders.step.js';

export interface InvoiceChange extends InvoiceWords {
  status?: 'sent' | 'paid' | 'void' | undefined;
  /** Of the payment, where it becomes paid. */
  reference?: string | undefined;
}

/** Changes drafts, and moves invoices on. */
@Injectable()
export class ChangeInvoiceHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invoices: InvoicesRepository,
    private readonly send: SendInvoice,
    private readonly money: MoveMoneyHandler,
    private readonly withdraw: WithdrawReminders,
    private readonly checkouts: PaySessionsRepository,
    private readonly show: ShowInvoice,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} not_found, validation_failed, invoice_final, invoice_move_refused */
  async execute(tenantId: string, id: string, { status, reference, ...words }: InvoiceChange, by: Actor): Promise<ShownInvoice> {
    const errors = faultsOf(words);
    if (errors.length > 0) throw Problem.invalid(errors);
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(InvoiceRow).lock(id);
      if (!before) throw Problem.notFound('invoice');
      const written = await this.#write(tx, before, words);
      const after = status === undefined ? written : await this.#move(tx, written, status, reference);
      this.audit.append(tx, by, 'changed', { type: 'customer_invoice', id }, audited(before), audited(after));
      return this.show.execute(tx, id);
    });
  }

  async #write(tx: Transaction, invoice: Invoice, { lines, customer, dueDate, note, language }: InvoiceWords): Promise<Invoice> {
    if ([lines, customer, dueDate, note, language].every((one) => one === undefined)) return invoice;
    if (invoice.status !== 'draft') {
      throw new Problem(409, 'invoice_final', 'The invoice was sent, and what stands on it stays. Write a credit note, and a new invoice.');
    }
    return (await tx.rows(InvoiceRow).change(invoice.id, {
      ...(lines && counted(lines)),
      ...(customer && { buyer: { ...invoice.buyer, ...onlyGiven(customer) } }),
      dueDate,
      note,
      language,
      updatedAt: this.clock.now().toISOString(),
    }))!;
  }

  async #move(tx: Transaction, invoice: Invoice, to: 'sent' | 'paid' | 'void', reference?: string): Promise<Invoice> {
    const { status } = invoice;
    if (to === 'void') {
      if (status === 'void') return invoice;
      if (invoice.paidMinor > 0) throw moveRefused(status, 'Money was paid for the invoice; give it back first, then it can be void.');
      if (status === 'paid') throw moveRefused(status, 'The invoice came to nothing, and stays as it is.');
      const now = this.clock.now().toISOString();
      await this.withdraw.execute(tx, invoice.id);
      await this.checkouts.end(tx, invoice.id, now);
      return (await tx.rows(InvoiceRow).change(invoice.id, { status: 'void', updatedAt: now }))!;
    }
    if (status === 'void') throw moveRefused(status, 'The invoice is void and stays so; make a new one.');
    const sent = status === 'draft' ? await this.send.execute(tx, invoice) : invoice;
    if (to === 'sent' || !isOpen(sent.status)) return sent;
    return this.money.recordPayment(tx, sent, {
      amountMinor: dueOf(sent),
      reference: reference ?? (await this.#freeReference(tx, sent.id)),
    });
  }

  /** Of a payment that nobody names: an invoice that is owed again is paid again, and that is another payment. */
  async #freeReference(tx: Transaction, id: string): Promise<string> {
    const taken = new Set((await this.invoices.paymentsOf(tx, id)).filter(({ kind }) => kind === 'payment').map((one) => one.reference));
    for (let n = 2, reference = 'paid'; ; reference = `paid ${n++}`) if (!taken.has(reference)) return reference;
  }
}

const audited = ({ invoiceNumber, status, totalMinor, currency }: Invoice) => ({ invoiceNumber, status, totalMinor, currency });
