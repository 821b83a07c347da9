import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/**
 * What the ledger says of a week. The journal, and items of no tenant, are under the nil UUID.
 * `received` counts what came in, the others where it is now; each is counted by itself, so that a job can compare them.
 */
@Entity({ schema: 'gateway', name: 'ledger_counts' })
export class LedgerCountRow extends TenantRow {
  @PrimaryColumn('text') scope!: 'journal' | 'item';
  @PrimaryColumn('date') period!: string;
  @Column('bigint') received!: number;
  @Column('bigint') processed!: number;
  @Column('bigint') parked!: number;
  @Column('bigint') dead!: number;
  @Column('bigint') pending!: number;
}
