import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { DeliveryState } from '../../domain/deliveries/delivery.js';

/** An event for an endpoint. Kept for 30 days, by partitions. */
@Entity({ schema: 'outgoing_webhooks', name: 'deliveries' })
export class DeliveryRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') endpointId!: string;
  @Column('uuid') eventId!: string;
  @Column('text') event!: string;
  @Column('uuid') lane!: string;
  @Column('text') body!: string;
  @Column('text') state!: DeliveryState;
  /** Since it began to wait. */
  @Column('integer') attempts!: number;
  @Column('integer', { nullable: true }) lastStatusCode!: number | null;
  @Column('text', { nullable: true }) lastError!: string | null;
  @IsoTime({ nullable: true }) nextAttemptAt!: string | null;
  @IsoTime({ nullable: true }) settledAt!: string | null;
  /** Since it was replayed; null where it has waited since it was made. */
  @IsoTime({ nullable: true }) waitingSince!: string | null;
  @IsoTime() createdAt!: string;
}

export type Delivery = Read<DeliveryRow>;
