import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';

/** Money that came for an invoice, or went back. */
@Entity({ schema: 'commerce', name: 'invoice_payments' })
export class InvoicePaymentRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') invoiceId!: string;
  @Column('text') kind!: 'payment' | 'refund';
  @Column('bigint') amountMinor!: number;
  @Column('text') reference!: string;
  /** `hand`: somebody recorded it; `stripe`: the company's account told it. */
  @Column('text') source!: 'hand' | 'stripe';
  @IsoTime({ precision: 3 }) at!: string;
}

export type InvoicePayment = Read<InvoicePaymentRow>;
