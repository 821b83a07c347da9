import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';
import type { Account } from '../../domain/ledger/transfer.js';

/** What an account of a tenant holds, kept up by every transfer. */
@Entity({ schema: 'billing', name: 'ledger_accounts' })
export class LedgerAccountRow extends TenantRow {
  @PrimaryColumn('text') account!: Account;
  @PrimaryColumn('text') currency!: string;
  @Column('bigint') balanceMinor!: number;
  /** Of the deposit: promised to what is under way. */
  @Column('bigint') reservedMinor!: number;
  /** Of the deposit: the last day (UTC) on which units beyond the plan took of it, and how much. */
  @Column('date', { nullable: true }) spentDay!: string | null;
  @Column('bigint') spentMinor!: number;
}
