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
  /** `hand`: somebody recorded it. */
  @Column('text') source!: 'hand';
  @IsoTime({ precision: 3 }) at!: string;
}

export type InvoicePayment = Read<InvoicePaymentRow>;
