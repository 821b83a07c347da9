import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { MessageRequest } from '#contracts';
import type { Transaction } from '#database';
import { MessageRequests } from '#messaging';
import { captionOf, type InvoiceMessageType } from '../../domain/invoices/messages.js';
import { dueOf } from '../../domain/invoices/states.js';
import { CustomersRepository } from '../../persistence/customers/customers.repository.js';
import { InvoiceMessagesRepository } from '../../persistence/invoices/invoice-messages.repository.js';
import type { Invoice } from '../../persistence/invoices/invoice.entity.js';
import { OrderMessagesRepository } from '../../persistence/order-messages/order-messages.repository.js';
import { Clock } from '../customers/clock.state.js';
import type { AskedMessage } from '../order-messages/tell-customer.step.js';
import { SignInvoice } from './sign-invoice.step.js';

/** The kind of these messages, for whoever hears what becomes of them. */
export const INVOICE_MESSAGE = 'invoice';

/** Has a customer told of an invoice, in the transaction of what is told. Whether the message may leave is the gate's. */
@Injectable()
export class TellInvoice {
  constructor(
    private readonly messages: InvoiceMessagesRepository,
    private readonly outlets: OrderMessagesRepository,
    private readonly customers: CustomersRepository,
    private readonly requests: MessageRequests,
    private readonly sign: SignInvoice,
    private readonly clock: Clock,
  ) {}

  /** The PDF as a document. @param invoice that was sent @param once by what it is known when it would be told again */
  async document(tx: Transaction, invoice: Invoice, once: string, id = v7()): Promise<AskedMessage> {
    return this.ask(tx, invoice, 'document', { id, once }, () => ({
      type: 'document',
      document: {
        link: this.sign.link(tx.tenantId!, invoice.id),
        filename: `${invoice.invoiceNumber}.pdf`,
        caption: captionOf({ ...invoice, dueMinor: dueOf(invoice) }),
      },
    }));
  }

  async ask(
    tx: Transaction,
    invoice: Invoice,
    type: InvoiceMessageType,
    { id, once }: { id: string; once: string },
    write: () => MessageRequest['message'],
  ): Promise<AskedMessage> {
    const settings = await this.outlets.settings(tx);
    const contact = invoice.contactId ? await this.customers.find(tx, invoice.contactId) : undefined;
    // The number of today: the one of the invoice may be somebody else's by now.
    const to = contact?.phone ?? invoice.phone ?? contact?.userId;
    const outletId = to ? await this.outlets.outlet(tx, settings.outletId) : undefined;
    const code = !to ? 'no_recipient' : !outletId ? 'no_outlet' : null;
    const status = code ? 'skipped' : 'requested';
    const at = this.clock.now().toISOString();
    const isNew = await this.messages.insert(tx, { id, invoiceId: invoice.id, type, once, status, code, detail: null, at });
    if (isNew && to && outletId) {
      const request = { messageId: id, outletId, to, class: 'reminder' as const, purpose: 'utility' as const, message: write() };
      this.requests.append(tx, { kind: INVOICE_MESSAGE, id: invoice.id }, request);
    }
    return { id, status, code };
  }
}
