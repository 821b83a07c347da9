import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A meter of which a tenant has used 80 % or more, as a job has last looked at it. */
@Entity({ schema: 'billing', name: 'near_limits' })
export class NearLimitRow extends TenantRow {
  @PrimaryColumn('text') meter!: string;
  @Column('bigint') limitAmount!: number;
  @Column('bigint') usedAmount!: number;
  /** Thousandths of the limit. */
  @Column('integer') share!: number;
}
