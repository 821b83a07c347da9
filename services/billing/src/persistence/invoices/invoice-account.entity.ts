import { Column, Entity } from 'typeorm';
import { TenantRow } from '#database';

/** What a tenant wants on its invoices. */
@Entity({ schema: 'billing', name: 'invoice_accounts' })
export class InvoiceAccountRow extends TenantRow {
  /** Empty: the name of the company. */
  @Column('text') name!: string;
  @Column('text') address!: string;
  @Column('text', { nullable: true }) taxId!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  /** How much of what was used beyond the plan invoices have shown. */
  @Column('bigint') overageShownMinor!: number;
}
