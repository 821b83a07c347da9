import { Column, Entity } from 'typeorm';
import type { InvoiceMessageType } from '../../domain/invoices/messages.js';
import { ToldMessageRow } from '../order-messages/order-message.entity.js';

/** Something that a customer is told of an invoice. */
@Entity({ schema: 'commerce', name: 'invoice_messages' })
export class InvoiceMessageRow extends ToldMessageRow<InvoiceMessageType> {
  @Column('uuid') invoiceId!: string;
}
