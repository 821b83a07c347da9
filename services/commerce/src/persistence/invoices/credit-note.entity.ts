import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';

/** Takes an invoice back, or a part of it. */
@Entity({ schema: 'commerce', name: 'credit_notes' })
export class CreditNoteRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') invoiceId!: string;
  @Column('text') creditNumber!: string;
  /** With tax. */
  @Column('bigint') amountMinor!: number;
  /** What of it is tax, by rate. */
  @Column('jsonb') taxes!: { percent: number; amountMinor: number }[];
  @Column('text') reason!: string;
  @Column('text') reference!: string;
  @IsoTime({ precision: 3 }) issuedAt!: string;
}

export type CreditNote = Read<CreditNoteRow>;
