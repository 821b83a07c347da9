import { Column, Entity } from 'typeorm';
import { Computed } from '#database';

/** What one statement changed in the ledger in a week, for all tenants; a job folds it into the counts. */
@Entity({ schema: 'gateway', name: 'ledger_changes' })
export class LedgerChangeRow {
  @Computed('bigint', { primary: true }) id!: number;
  @Column('text') scope!: string;
  @Column('date') period!: string;
  @Column('uuid', { array: true }) tenantIds!: string[];
  @Column('bigint', { array: true }) received!: number[];
  @Column('bigint', { array: true }) processed!: number[];
  @Column('bigint', { array: true }) parked!: number[];
  @Column('bigint', { array: true }) dead!: number[];
  @Column('bigint', { array: true }) pending!: number[];
}
