import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What a tenant may use of a meter, and what it has used. */
@Entity({ schema: 'billing', name: 'quotas' })
export class QuotaRow extends TenantRow {
  @PrimaryColumn('text') meter!: string;
  /** Null: nothing binds. */
  @Column('bigint', { nullable: true }) limitAmount!: number | null;
  /** The first day of the month that is counted; null where the meter counts what there is. */
  @Column('date', { nullable: true }) periodStart!: string | null;
  @Column('bigint') usedAmount!: number;
  /** Promised to what is under way. */
  @Column('bigint') reservedAmount!: number;
  /** Of what is used and reserved: paid from the deposit. */
  @Column('bigint') overageAmount!: number;
  /** What a unit beyond the plan costs, in minor units by currency. */
  @Column('jsonb') overage!: Record<string, number>;
}
