import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A status that came before its message; applied and removed when the message appears. */
@Entity({ schema: 'conversation', name: 'pending_statuses' })
export class PendingStatusRow extends TenantRow {
  @PrimaryColumn('uuid') eventId!: string;
  @Column('uuid') messageId!: string;
  @Column('text') status!: string;
  @Column('text', { nullable: true }) wamid!: string | null;
  @Column('jsonb', { nullable: true }) pricing!: unknown;
  @Column('jsonb') errors!: unknown;
  @IsoTime() createdAt!: string;
}
