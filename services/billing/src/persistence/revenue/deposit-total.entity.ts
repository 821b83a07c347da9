import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Deposits and debts of all tenants in one currency. Of no tenant. */
@Entity({ schema: 'billing', name: 'deposit_totals' })
export class DepositTotalRow {
  @PrimaryColumn('text') currency!: string;
  /** How many tenants have one. */
  @Column('bigint') deposits!: number;
  @Column('bigint') balanceMinor!: number;
  /** Of it promised to what is under way. */
  @Column('bigint') reservedMinor!: number;
  /** How many tenants owe something. */
  @Column('bigint') debts!: number;
  @Column('bigint') owedMinor!: number;
}
