import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A tenant without a row is on the free plan. */
@Entity({ schema: 'billing', name: 'subscriptions' })
export class SubscriptionRow extends TenantRow {
  @Column('text') plan!: 'free' | 'starter' | 'growth' | 'enterprise';
  @IsoTime() updatedAt!: string;
}
