import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A payment into the deposit at the provider, and how much of it has gone back since. The money itself is in the ledger. */
@Entity({ schema: 'billing', name: 'top_ups' })
export class TopUpRow extends TenantRow {
  @PrimaryColumn('text') paymentId!: string;
  @Column('bigint') takenBackMinor!: number;
  /** How often that changed. */
  @Column('integer') changes!: number;
  /** Of the reading that is stored. */
  @Column('bigint') readingStored!: number;
}
