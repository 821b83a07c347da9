import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What was used beyond a plan on a day and paid from the deposit. */
@Entity({ schema: 'billing', name: 'overage_daily' })
export class DailyOverageRow extends TenantRow {
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') meter!: string;
  @PrimaryColumn('text') currency!: string;
  @Column('bigint') units!: number;
  @Column('bigint') amountMinor!: number;
}
