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
  /** What WhatsApp calls the account of the number that was sent to, and when it said so. */
  @Column('jsonb', { nullable: true }) recipient!: unknown;
  @IsoTime() createdAt!: string;
}
