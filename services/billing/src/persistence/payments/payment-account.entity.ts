import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A company at the payment provider: which customer it is there, and what its subscription was when it was last read. */
@Entity({ schema: 'billing', name: 'payment_accounts' })
export class PaymentAccountRow extends TenantRow {
  @Column('text') provider!: 'stripe';
  @Column('text') customerId!: string;
  @Column('text', { nullable: true }) subscriptionId!: string | null;
  @Column('text', { nullable: true }) status!: string | null;
  @Column('text', { nullable: true }) plan!: 'free' | 'starter' | 'growth' | 'enterprise' | null;
  @Column('integer', { nullable: true }) planVersion!: number | null;
  /** Payments of the open invoice that failed. */
  @Column('integer') failedTries!: number;
  @IsoTime({ nullable: true }) periodEndsAt!: string | null;
  @IsoTime({ nullable: true }) endsAt!: string | null;
  /** Whether it ever had a subscription: the first one may begin with a trial. */
  @Column('boolean') hasSubscribed!: boolean;
  @Column('boolean') isSuspended!: boolean;
  /** Readings that were begun, and the one that is stored: a slow one that was begun before it changes nothing. */
  @Column('bigint') readingsBegun!: number;
  @Column('bigint') readingStored!: number;
  /** Checkouts of plans that were begun: each has its number from here. */
  @Column('bigint') checkoutsBegun!: number;
  @IsoTime() createdAt!: string;
}
