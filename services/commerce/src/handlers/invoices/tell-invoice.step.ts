import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { captionOf, type InvoiceMessageType } from '../../domain/invoices/messages.js';
import { dueOf } from '../../domain/invoices/states.js';
import { CustomersRepository } from '../../persistence/customers/customers.repository.js';
import type { Invoice } from '../../persistence/invoices/invoice.entity.js';
import { AskMessage, type AskedMessage, type NewMessage } from '../order-messages/ask-message.step.js';
import { PayLinks } from '../payments/pay-links.step.js';
import { SignInvoice } from './sign-invoice.step.js';

/** Has a customer told of an invoice. */
@Injectable()
export class TellInvoice {
  constructor(
    private readonly customers: CustomersRepository,
    private readonly askMessage: AskMessage,
    private readonly sign: SignInvoice,
    private readonly payLinks: PayLinks,
  ) {}

  /** The PDF as a document. @param invoice that was sent @param once by what it is known when it would be told again */
  async document(tx: Transaction, invoice: Invoice, once: string, id = v7()): Promise<AskedMessage> {
    const paymentLink = await this.payLinks.offered(tx, invoice);
    return this.ask(tx, invoice, 'document', { id, once }, () => ({
      type: 'document',
      document: {
        link: this.sign.link(tx.tenantId!, invoice.id),
        filename: `${invoice.invoiceNumber}.pdf`,
        caption: captionOf({ ...invoice, dueMinor: dueOf(invoice), paymentLink }),
      },
    }));
  }

  async ask(
    tx: Transaction,
    invoice: Invoice,
    type: InvoiceMessageType,
    by: Pick<NewMessage, 'id' | 'once'>,
    write: NewMessage['write'],
  ): Promise<AskedMessage> {
    const contact = invoice.contactId ? await this.customers.find(tx, invoice.contactId) : undefined;
    // The number of today: the one of the invoice may be somebody else's by now.
    const to = contact?.phone ?? invoice.phone ?? contact?.userId;
    return this.askMessage.execute(tx, 'invoice', { ...by, of: invoice.id, type, to, write });
  }
}
