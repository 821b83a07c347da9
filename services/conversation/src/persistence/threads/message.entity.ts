import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Computed, IsoTime, TenantRow } from '#database';

/** A message of a conversation, inbound or outbound, in the order of seq. */
@Entity({ schema: 'conversation', name: 'messages' })
export class MessageRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') conversationId!: string;
  @Column('integer') seq!: number;
  @Column('text') direction!: 'inbound' | 'outbound';
  @Column('text') author!: 'customer' | 'bot' | 'agent' | 'api' | 'system';
  @Column('text', { nullable: true }) authorId!: string | null;
  @Column('text') type!: string;
  @Column('text', { nullable: true }) text!: string | null;
  /** Inbound: the message as WhatsApp sent it. Outbound: the Cloud API content. */
  @Column('jsonb', { nullable: true }) content!: unknown;
  @Column('text', { nullable: true }) phoneNumberId!: string | null;
  @Column('text', { nullable: true }) wamid!: string | null;
  /** Inbound: received. Outbound: how far it got; failed stands beside it. */
  @Column('text') status!: string;
  @Column('smallint') statusRank!: number;
  @Column('boolean') failed!: boolean;
  @Column('jsonb') errors!: unknown;
  @Column('jsonb', { nullable: true }) pricing!: unknown;
  @Column('jsonb', { nullable: true }) citations!: unknown;
  @Column('integer') epoch!: number;
  @IsoTime({ precision: 3 }) at!: string;
  @IsoTime() createdAt!: string;
  /** All that an edited message said, oldest first: { text, at, wamid? }. */
  @Column('jsonb', { nullable: true }) edits!: unknown;
  /** The customer took it back; what it said is gone. */
  @IsoTime({ precision: 3, nullable: true }) deletedAt!: string | null;
  /** Of a message that came after newer ones: the seq of the message that it stands right before. */
  @Column('integer', { nullable: true }) place!: number | null;
  /** The message this one replies to, by WhatsApp's id; of inbound and outbound ones alike. */
  @Computed('text', { nullable: true }) replyTo!: string | null;
  /** Of a reaction: the message that it is on. Inbound as WhatsApp names it, outbound as we do. */
  @Computed('text', { nullable: true }) reactionTo!: string | null;
  /** Of an outbound message with a file of ours. */
  @Computed('uuid', { nullable: true }) mediaId!: string | null;
}
