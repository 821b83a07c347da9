import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';

/** One request to a receiver. Kept for 30 days, by partitions. */
@Entity({ schema: 'outgoing_webhooks', name: 'attempts' })
export class AttemptRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') deliveryId!: string;
  @Column('integer', { nullable: true }) statusCode!: number | null;
  @Column('integer') durationMs!: number;
  /** The beginning of what the receiver answered. */
  @Column('text', { nullable: true }) answer!: string | null;
  @Column('text', { nullable: true }) error!: string | null;
  @IsoTime() at!: string;
}

export type StoredAttempt = Read<AttemptRow>;
