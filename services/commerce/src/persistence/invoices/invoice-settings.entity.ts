import { Column, Entity } from 'typeorm';
import { TenantRow, type Read } from '#database';

/** What a company's invoices say of it, and how they are numbered. What is not here is as the table has it. */
@Entity({ schema: 'commerce', name: 'invoice_settings' })
export class InvoiceSettingsRow extends TenantRow {
  /** Empty for the name of the company. */
  @Column('text') name!: string;
  @Column('text') address!: string;
  @Column('text', { nullable: true }) taxId!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  /** As it is called: `VAT`. */
  @Column('text') taxName!: string;
  @Column('text') note!: string;
  @Column('text', { nullable: true }) color!: string | null;
  @Column('text') series!: string;
  @Column('text') creditSeries!: string;
  @Column('integer') dueDays!: number;
  /** Whether the PDF goes to the customer when an invoice is sent. */
  @Column('boolean') sendsDocument!: boolean;
}

export type InvoiceSettings = Omit<Read<InvoiceSettingsRow>, 'tenantId'>;
