import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { InvoiceMessageType } from '../../domain/invoices/messages.js';
import type { OrderMessageStatus } from '../../domain/order-messages/types.js';

/** Something that a customer is told of an invoice. Its id is that of the message. */
@Entity({ schema: 'commerce', name: 'invoice_messages' })
export class InvoiceMessageRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') invoiceId!: string;
  @Column('text') type!: InvoiceMessageType;
  @Column('text') once!: string;
  @Column('text') status!: OrderMessageStatus;
  /** Why it did not leave. */
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  @IsoTime({ precision: 3 }) at!: string;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

export type InvoiceMessage = Read<InvoiceMessageRow>;
