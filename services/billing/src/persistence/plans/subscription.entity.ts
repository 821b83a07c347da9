import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A tenant without a row is on the free plan, and held to nothing. */
@Entity({ schema: 'billing', name: 'subscriptions' })
export class SubscriptionRow extends TenantRow {
  @Column('text') plan!: 'free' | 'starter' | 'growth' | 'enterprise';
  @IsoTime() updatedAt!: string;
  @Column('integer') planVersion!: number;
  /** Since when the limits bind; null for tenants that were there before limits did. */
  @IsoTime({ nullable: true }) enforcedSince!: string | null;
  /** Since when nothing leaves because an invoice was not paid. */
  @IsoTime({ nullable: true }) suspendedSince!: string | null;
}
