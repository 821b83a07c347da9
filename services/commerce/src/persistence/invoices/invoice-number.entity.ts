import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** The last number of a series that was drawn in a year. */
@Entity({ schema: 'commerce', name: 'invoice_numbers' })
export class InvoiceNumberRow extends TenantRow {
  @PrimaryColumn('text') series!: string;
  @PrimaryColumn('integer') year!: number;
  @Column('integer') lastNumber!: number;
}
