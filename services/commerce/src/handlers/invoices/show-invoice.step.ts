import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import { dayOf } from '../../domain/invoices/days.js';
import type { InvoiceMessageType } from '../../domain/invoices/messages.js';
import { dueOf, shownStatus, type InvoiceStatus } from '../../domain/invoices/states.js';
import type { CreditNote } from '../../persistence/invoices/credit-note.entity.js';
import type { InvoicePayment } from '../../persistence/invoices/invoice-payment.entity.js';
import { InvoiceSettingsRepository } from '../../persistence/invoices/invoice-settings.repository.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { ToldMessagesRepository, type ToldMessage } from '../../persistence/order-messages/told-messages.repository.js';
import { Clock } from '../customers/clock.state.js';

export interface ListedInvoice extends Omit<Invoice, 'status'> {
  status: InvoiceStatus;
  dueMinor: number;
}

export interface ShownInvoice extends ListedInvoice {
  payments: InvoicePayment[];
  creditNotes: CreditNote[];
  messages: ToldMessage<InvoiceMessageType>[];
}

/** Invoices as they stand today, where the company is. */
@Injectable()
export class ShowInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly messages: ToldMessagesRepository,
    private readonly settings: InvoiceSettingsRepository,
    private readonly clock: Clock,
  ) {}

  /** The day on the company's calendar. */
  async today(tx: Transaction): Promise<string> {
    const { timeZone } = await this.settings.company(tx);
    return dayOf(this.clock.now(), timeZone);
  }

  /** @param today where the company is */
  listed(invoice: Invoice, today: string): ListedInvoice {
    const { status, dueDate } = invoice;
    // Nothing is owed of a draft yet, but what it will be is what its sum says; nothing of what is void.
    return { ...invoice, status: shownStatus(status, dueDate, today), dueMinor: status === 'void' ? 0 : dueOf(invoice) };
  }

  /** @throws {Problem} not_found */
  async execute(tx: Transaction, id: string): Promise<ShownInvoice> {
    const invoice = await tx.rows(InvoiceRow).find(id);
    if (!invoice) throw Problem.notFound('invoice');
    const [payments, creditNotes, messages, today] = [
      await this.invoices.paymentsOf(tx, id),
      await this.invoices.creditsOf(tx, id),
      await this.messages.listOf<InvoiceMessageType>(tx, 'invoice', id),
      await this.today(tx),
    ];
    return { ...this.listed(invoice, today), payments, creditNotes, messages };
  }
}
