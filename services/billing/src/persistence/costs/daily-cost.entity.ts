import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What messages and answers of a day cost. */
@Entity({ schema: 'billing', name: 'costs_daily' })
export class DailyCostRow extends TenantRow {
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') source!: 'message' | 'model';
  @PrimaryColumn('uuid') outletId!: string;
  /** Of messages the category, of answers the model. */
  @PrimaryColumn('text') item!: string;
  @PrimaryColumn('text') kind!: 'estimated' | 'final' | 'unpriced';
  @PrimaryColumn('text') currency!: string;
  @Column('bigint') quantity!: number;
  /** Those of them that are not free. */
  @Column('bigint') charged!: number;
  @Column('bigint') amountMicros!: number;
}
