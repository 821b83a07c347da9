import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { ShopFacts } from '../../domain/connections/shop-order.js';
import type { OrderStatus } from '../../domain/orders/states.js';

/** What a shop has told of one of its orders. */
@Entity({ schema: 'commerce', name: 'shop_orders' })
export class ShopOrderRow extends TenantRow {
  @PrimaryColumn('uuid') connectionId!: string;
  @PrimaryColumn('text') externalId!: string;
  /** Null while only its parcels or refunds are known. */
  @Column('uuid', { nullable: true }) orderId!: string | null;
  @Column('jsonb') facts!: ShopFacts;
  /** Where it stands by the shop's word. */
  @Column('text', { nullable: true }) status!: OrderStatus | null;
  /** Its customer is to be forgotten: it is kept without them, whenever it comes. */
  @Column('boolean') forgotten!: boolean;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

export type KnownShopOrder = Read<ShopOrderRow>;
