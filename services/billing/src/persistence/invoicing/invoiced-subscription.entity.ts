import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A plan that is paid by the operator's own invoices. */
@Entity({ schema: 'billing', name: 'invoiced_subscriptions' })
export class InvoicedSubscriptionRow extends TenantRow {
  @Column('text') plan!: string;
  @Column('integer') planVersion!: number;
  /** The first day that costs. */
  @Column('date') anchor!: string;
  /** That have been invoiced. */
  @Column('integer') months!: number;
  @Column('date') periodFrom!: string;
  /** The first day of what comes next. */
  @Column('date') periodTo!: string;
  @Column('bigint') creditMinor!: number;
  /** With the period. */
  @Column('boolean') ends!: boolean;
  @Column('boolean') isSuspended!: boolean;
  @IsoTime() nextStepAt!: string;
}
