import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { MoverKind, OrderStatus } from '../../domain/orders/states.js';

/** A move of an order: who, when and why. */
@Entity({ schema: 'commerce', name: 'order_history' })
export class OrderHistoryRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') orderId!: string;
  /** Null where the order was made. */
  @Column('text', { nullable: true }) fromStatus!: OrderStatus | null;
  @Column('text') toStatus!: OrderStatus;
  @Column('text') actorKind!: MoverKind;
  @Column('uuid', { nullable: true }) actorId!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @IsoTime({ precision: 3 }) at!: string;
}

export type OrderMove = Read<OrderHistoryRow>;
