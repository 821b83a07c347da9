import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { OrderStatus } from '../../domain/orders/states.js';

/** What a customer has ordered, and where it stands. */
@Entity({ schema: 'commerce', name: 'orders' })
export class OrderRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  /** As the customer knows it. */
  @Column('text') orderNumber!: string;
  /** The connection that it came by; null of one that was made here. */
  @Column('uuid', { nullable: true }) connectionId!: string | null;
  @Column('text', { nullable: true }) externalPlatform!: string | null;
  @Column('text', { nullable: true }) externalId!: string | null;
  @Column('uuid', { nullable: true }) contactId!: string | null;
  /** Digits by E.164, without a plus sign. */
  @Column('text', { nullable: true }) phone!: string | null;
  @Column('text', { nullable: true }) customerName!: string | null;
  /** BCP 47: in which the customer is written to. */
  @Column('text', { nullable: true }) language!: string | null;
  /** Where it goes, as lines. */
  @Column('text', { nullable: true }) address!: string | null;
  /** ISO 4217 */
  @Column('text') currency!: string;
  @Column('bigint') totalMinor!: number;
  @Column('text') status!: OrderStatus;
  @Column('boolean') cashOnDelivery!: boolean;
  @Column('text', { nullable: true }) trackingNumber!: string | null;
  @Column('text', { nullable: true }) trackingUrl!: string | null;
  /** The customer was erased: nothing that names them is taken any more. */
  @Column('boolean') forgotten!: boolean;
  /** Until when its customer may confirm it; null where it does not wait for that, or waits without an end. */
  @IsoTime({ precision: 3, nullable: true }) confirmBy!: string | null;
  @IsoTime({ precision: 3 }) placedAt!: string;
  @IsoTime({ precision: 3 }) createdAt!: string;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

export type Order = Read<OrderRow>;
