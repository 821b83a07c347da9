import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { Account, Source, TransferKind } from '../../domain/ledger/transfer.js';

/** Money that moved from one account to another. */
@Entity({ schema: 'billing', name: 'ledger_transfers' })
export class LedgerTransferRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: TransferKind;
  @Column('text') fromAccount!: Account;
  @Column('text') toAccount!: Account;
  @Column('text') currency!: string;
  @Column('bigint') amountMinor!: number;
  /** Of what was used beyond a plan: how many. */
  @Column('bigint', { nullable: true }) units!: number | null;
  @Column('text') source!: Source;
  /** Unique among those of its source. */
  @Column('text') reference!: string;
  @IsoTime() at!: string;
}
