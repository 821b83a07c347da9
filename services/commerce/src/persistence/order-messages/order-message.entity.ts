import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { MessageType, OrderMessageStatus } from '../../domain/order-messages/types.js';

/** Something that a customer is told. Its id is that of the message. */
export abstract class ToldMessageRow<Type extends string> extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') type!: Type;
  @Column('text') once!: string;
  @Column('text') status!: OrderMessageStatus;
  /** Why it did not leave. */
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  @IsoTime({ precision: 3 }) at!: string;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

/** Something that a customer is told of an order. */
@Entity({ schema: 'commerce', name: 'order_messages' })
export class OrderMessageRow extends ToldMessageRow<MessageType> {
  @Column('uuid') orderId!: string;
}
