import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { Version } from '../../domain/connections/shop-order.js';

/** `passed`: the time came, or nobody can be told, so nobody was; whoever goes on with it opens it again. */
export type CheckoutState = 'open' | 'passed' | 'told' | 'completed' | 'deleted';

/** What somebody has begun to buy in a shop. Goes 30 days after it was last heard of. */
@Entity({ schema: 'commerce', name: 'shop_checkouts' })
export class ShopCheckoutRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') connectionId!: string;
  /** By which the shop knows it. */
  @Column('text') token!: string;
  @Column('text') version!: Version;
  @Column('text') state!: CheckoutState;
  /** Digits by E.164, without a plus sign. */
  @Column('text', { nullable: true }) phone!: string | null;
  /** ISO 4217; null of one that is known only by its end. */
  @Column('text', { nullable: true }) currency!: string | null;
  @Column('bigint', { nullable: true }) totalMinor!: number | null;
  @Column('text', { nullable: true }) link!: string | null;
  @IsoTime({ precision: 3 }) startedAt!: string;
  /** When it counts as abandoned; null unless it is open. */
  @IsoTime({ precision: 3, nullable: true }) dueAt!: string | null;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

export type ShopCheckout = Read<ShopCheckoutRow>;
