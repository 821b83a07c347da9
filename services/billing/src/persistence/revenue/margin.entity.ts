import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What a tenant paid and cost in a month, as a job has last looked at it; millionths of the currency's unit. */
@Entity({ schema: 'billing', name: 'margins' })
export class MarginRow extends TenantRow {
  /** Its first day. */
  @PrimaryColumn('date') month!: string;
  @PrimaryColumn('text') currency!: string;
  @Column('bigint') planMicros!: number;
  @Column('bigint') overageMicros!: number;
  @Column('bigint') costMicros!: number;
  @Column('bigint') marginMicros!: number;
}
