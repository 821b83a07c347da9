import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { CountedLine, InvoiceTax } from '../../domain/invoices/amounts.js';
import type { Stop } from '../../domain/invoices/reminders.js';
import type { KeptStatus } from '../../domain/invoices/states.js';

/** A party as an invoice keeps it. */
export interface InvoiceParty {
  name: string;
  /** Lines as they are to be read. */
  address: string;
  taxId: string | null;
  email: string | null;
}

/** What the invoice says of the company, as it was when it was sent. */
export interface InvoiceSeller extends InvoiceParty {
  taxName: string;
  /** `#rrggbb` */
  color: string | null;
  timeZone: string;
}

/** An invoice to a customer. What stands on it never changes from when it is sent. */
@Entity({ schema: 'commerce', name: 'invoices' })
export class InvoiceRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { nullable: true }) invoiceNumber!: string | null;
  @Column('uuid', { nullable: true }) orderId!: string | null;
  @Column('uuid', { nullable: true }) contactId!: string | null;
  /** Digits by E.164, without a plus sign. */
  @Column('text', { nullable: true }) phone!: string | null;
  /** BCP 47: of the invoice, and in which the customer is written to. */
  @Column('text', { nullable: true }) language!: string | null;
  @Column('text') status!: KeptStatus;
  /** ISO 4217 */
  @Column('text') currency!: string;
  @Column('jsonb') lines!: CountedLine[];
  @Column('jsonb') taxes!: InvoiceTax[];
  @Column('bigint') subtotalMinor!: number;
  @Column('bigint') taxMinor!: number;
  @Column('bigint') totalMinor!: number;
  /** Payments less refunds. */
  @Column('bigint') paidMinor!: number;
  @Column('bigint') creditedMinor!: number;
  /** The last day on which it can be paid in time, on the company's calendar. */
  @Column('text', { nullable: true }) dueDate!: string | null;
  @IsoTime({ precision: 3, nullable: true }) issuedAt!: string | null;
  @Column('jsonb', { nullable: true }) seller!: InvoiceSeller | null;
  @Column('jsonb') buyer!: InvoiceParty;
  @Column('text') note!: string;
  @Column('boolean') forgotten!: boolean;
  /** A promise to pay holds reminders until this day is over. */
  @Column('text', { nullable: true }) promisedUntil!: string | null;
  /** Why there are no more reminders. */
  @Column('text', { nullable: true }) remindersStopped!: Stop | null;
  /** When the last reminder left. */
  @IsoTime({ nullable: true, precision: 3 }) remindedAt!: string | null;
  @IsoTime({ precision: 3 }) createdAt!: string;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

export type Invoice = Read<InvoiceRow>;
