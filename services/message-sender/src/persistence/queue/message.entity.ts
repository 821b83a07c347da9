import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Computed, IsoTime, TenantRow } from '#database';

/** A message to WhatsApp, from its request to its last status. */
@Entity({ schema: 'message_sender', name: 'messages' })
export class MessageRow extends TenantRow {
  /** UUIDv7 of whoever asked: also the order inside a lane. */
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') outletId!: string;
  @Column('uuid', { nullable: true }) conversationId!: string | null;
  @Column('text', { nullable: true }) recipientPhone!: string | null;
  @Column('text', { nullable: true }) recipientUserId!: string | null;
  /** Outlet and recipient: messages of one lane leave one after another. */
  @Column('text') lane!: string;
  @Column('text') class!: 'otp' | 'reply' | 'reminder' | 'drip' | 'broadcast';
  @Computed('integer') priority!: number;
  @Column('jsonb') content!: unknown;
  @Computed('text', { nullable: true }) template!: string | null;
  @Column('text', { nullable: true }) contextWamid!: string | null;
  @Column('text', { nullable: true }) traceId!: string | null;
  @Column('text') state!: 'queued' | 'sending' | 'unknown' | 'accepted' | 'sent' | 'failed' | 'delivered' | 'read' | 'played';
  @Column('boolean') failed!: boolean;
  @Column('text', { nullable: true }) wamid!: string | null;
  @Column('integer') claim!: number;
  @Column('integer') refusals!: number;
  @Column('integer') waits!: number;
  @Column('integer') resends!: number;
  @IsoTime() nextAttemptAt!: string;
  @IsoTime({ nullable: true }) attemptedAt!: string | null;
  @Column('uuid', { nullable: true }) senderInstance!: string | null;
  @IsoTime({ nullable: true }) unknownAt!: string | null;
  @Column('jsonb') errors!: unknown;
  @Column('jsonb', { nullable: true }) pricing!: unknown;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
  @Computed('text', { nullable: true }) openState!: string | null;
}
