import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { InvoiceKind, InvoiceLine, InvoiceParty, InvoiceSource } from '../../domain/invoices/invoice.js';

/** An invoice or a credit note. It never changes. */
@Entity({ schema: 'billing', name: 'invoices' })
export class InvoiceRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: InvoiceKind;
  @Column('text') series!: string;
  @Column('integer') year!: number;
  @Column('integer') number!: number;
  @IsoTime() issuedAt!: string;
  @IsoTime({ nullable: true }) dueAt!: string | null;
  @Column('date', { nullable: true }) periodFrom!: string | null;
  @Column('date', { nullable: true }) periodTo!: string | null;
  /** The invoice that a credit note corrects. */
  @Column('uuid', { nullable: true }) corrects!: string | null;
  @Column('text') currency!: string;
  @Column('text') locale!: string;
  @Column('jsonb') seller!: InvoiceParty;
  @Column('jsonb') buyer!: InvoiceParty;
  @Column('jsonb') lines!: InvoiceLine[];
  @Column('text') taxName!: string;
  /** Hundredths of a percent. */
  @Column('integer') taxRate!: number;
  @Column('bigint') subtotalMinor!: number;
  @Column('bigint') taxMinor!: number;
  @Column('bigint') totalMinor!: number;
  @Column('text') note!: string;
  @Column('text') source!: InvoiceSource;
  @Column('text') reference!: string;
}
