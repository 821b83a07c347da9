import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MessageState } from '#contracts';
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
  /** Of a message into a group, which then is all of its recipient. */
  @Column('text', { nullable: true }) recipientGroupId!: string | null;
  /** Outlet and recipient: messages of one lane leave one after another. */
  @Column('text') lane!: string;
  @Column('text') class!: 'otp' | 'reply' | 'reminder' | 'drip' | 'broadcast';
  @Computed('integer') priority!: number;
  @Column('jsonb') content!: unknown;
  @Computed('text', { nullable: true }) template!: string | null;
  @Column('text', { nullable: true }) contextWamid!: string | null;
  @Column('text', { nullable: true }) traceId!: string | null;
  @Column('text') state!: MessageState;
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
  /** The time it was scheduled for. */
  @IsoTime({ nullable: true }) sendAt!: string | null;
  /** The same, only while it waits for it. */
  @IsoTime({ nullable: true }) dueAt!: string | null;
  /** The failed message in place of which it was sent. */
  @Column('uuid', { nullable: true }) retryOf!: string | null;
  /** `<service>:<kind>:<id>` of a message that another service asked for. */
  @Column('text', { nullable: true }) requestedBy!: string | null;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
  /** Of free-form messages: the end of the customer's service window, as known when it was requested. */
  @IsoTime({ precision: 3, nullable: true }) windowUntil!: string | null;
  /** It does not leave from then on. */
  @IsoTime({ precision: 3, nullable: true }) expiresAt!: string | null;
  /** It does not go to a customer who has unsubscribed. */
  @Column('boolean') needsConsent!: boolean;
  @Computed('text', { nullable: true }) openState!: string | null;
}
