import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How much of its deposit a tenant lets be spent a day (UTC). Without a row: all of it. */
@Entity({ schema: 'billing', name: 'spending_caps' })
export class SpendingCapRow extends TenantRow {
  /** In the deposit's currency. */
  @Column('bigint') dailyMinor!: number;
  @IsoTime() updatedAt!: string;
}
