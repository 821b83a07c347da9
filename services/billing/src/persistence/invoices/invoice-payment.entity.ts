import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Whether an invoice is paid. */
@Entity({ schema: 'billing', name: 'invoice_payments' })
export class InvoicePaymentRow extends TenantRow {
  @PrimaryColumn('uuid') invoiceId!: string;
  @Column('text') status!: 'open' | 'paid' | 'cancelled';
  @IsoTime({ nullable: true }) dueAt!: string | null;
  @IsoTime({ nullable: true }) paidAt!: string | null;
  @Column('text', { nullable: true }) reference!: string | null;
  @IsoTime({ nullable: true }) remindedAt!: string | null;
}
