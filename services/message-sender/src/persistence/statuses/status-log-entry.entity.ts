import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A status as WhatsApp reported it, once; also of messages that were sent elsewhere. */
@Entity({ schema: 'message_sender', name: 'status_log' })
export class StatusLogEntryRow extends TenantRow {
  @PrimaryColumn('text') wamid!: string;
  @PrimaryColumn('text') status!: string;
  @PrimaryColumn('text') participant!: string;
  @Column('uuid') outletId!: string;
  @Column('uuid', { nullable: true }) messageId!: string | null;
  @IsoTime() statusAt!: string;
  @IsoTime() receivedAt!: string;
  @Column('jsonb') recipient!: unknown;
  @Column('jsonb', { nullable: true }) pricing!: unknown;
  @Column('jsonb') errors!: unknown;
}
