import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { EventOutcome } from '../../domain/connections/platforms.js';

/** A signed webhook of a shop, as it came. Kept for 30 days, by partitions. */
@Entity({ schema: 'commerce', name: 'connection_events' })
export class ConnectionEventRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') connectionId!: string;
  @Column('text') topic!: string;
  /** What the shop says of the time, as it says it. */
  @Column('text', { nullable: true }) triggeredAt!: string | null;
  /** Null where its customer was erased, or where nothing needs it any more. */
  @Column('bytea', { nullable: true }) body!: Buffer | null;
  @Column('text') outcome!: EventOutcome;
  @Column('text', { nullable: true }) detail!: string | null;
  @Column('uuid', { nullable: true }) orderId!: string | null;
  @Column('integer') attempts!: number;
  /** Null of what is settled. */
  @IsoTime({ nullable: true }) dueAt!: string | null;
  @IsoTime({ precision: 3 }) at!: string;
}

export type ConnectionEvent = Read<ConnectionEventRow>;
