import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** What the operator's invoices say of the operator. One row, of no tenant. */
@Entity({ schema: 'billing', name: 'invoice_settings' })
export class InvoiceSettingsRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  /** Lines as they are to be read. */
  @Column('text') address!: string;
  @Column('text', { nullable: true }) taxId!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text') series!: string;
  @Column('text') creditSeries!: string;
  @Column('text') taxName!: string;
  /** Hundredths of a percent. Prices include it. */
  @Column('integer') taxRate!: number;
  @Column('text') note!: string;
  @Column('integer') dueDays!: number;
  @Column('integer') remindDays!: number;
  @Column('integer') graceDays!: number;
  @IsoTime() updatedAt!: string;
}
