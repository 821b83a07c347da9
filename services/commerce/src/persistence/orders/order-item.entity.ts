import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';

/** One line of an order. */
@Entity({ schema: 'commerce', name: 'order_items' })
export class OrderItemRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') orderId!: string;
  @Column('integer') position!: number;
  @Column('text', { nullable: true }) externalId!: string | null;
  @Column('text', { nullable: true }) sku!: string | null;
  @Column('text') name!: string;
  @Column('integer') quantity!: number;
  @Column('bigint') unitPriceMinor!: number;
  @Column('boolean') packed!: boolean;
  @IsoTime({ precision: 3, nullable: true }) packedAt!: string | null;
  /** A person or an API key. */
  @Column('uuid', { nullable: true }) packedBy!: string | null;
}

export type OrderItem = Read<OrderItemRow>;
