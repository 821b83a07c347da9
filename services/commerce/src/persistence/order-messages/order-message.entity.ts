import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { MessageType, OrderMessageStatus } from '../../domain/order-messages/types.js';

/** Something that a customer is told of an order. Its id is that of the message. */
@Entity({ schema: 'commerce', name: 'order_messages' })
export class OrderMessageRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') orderId!: string;
  @Column('text') type!: MessageType;
  @Column('text') once!: string;
  @Column('text') status!: OrderMessageStatus;
  /** Why it did not leave. */
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  @IsoTime({ precision: 3 }) at!: string;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

export type OrderMessage = Read<OrderMessageRow>;
