import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last number of a series and year. Of no tenant; drawn by billing.draw_invoice_number. */
@Entity({ schema: 'billing', name: 'invoice_numbers' })
export class InvoiceNumberRow {
  @PrimaryColumn('text') series!: string;
  @PrimaryColumn('integer') year!: number;
  @Column('integer') lastNumber!: number;
}
