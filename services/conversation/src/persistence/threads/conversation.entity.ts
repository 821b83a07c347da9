import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A thread with one customer over one outlet. */
@Entity({ schema: 'conversation', name: 'conversations' })
export class ConversationRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') outletId!: string;
  @Column('uuid') contactId!: string;
  @Column('text') state!: 'open' | 'pending' | 'snoozed' | 'closed';
  @Column('text') owner!: 'bot' | 'agent' | 'none';
  @Column('uuid', { nullable: true }) assigneeId!: string | null;
  @Column('text', { nullable: true }) handoffReason!: string | null;
  @Column('integer') epoch!: number;
  /** The newest epoch that the bot has answered: a turn is spoken once, however often it is generated. */
  @Column('integer') answeredEpoch!: number;
  @Column('integer') nextSeq!: number;
  /** Customer messages from this seq on have not been answered. */
  @Column('integer') unansweredFromSeq!: number;
  /** Milliseconds, as they travel in cursors. */
  @IsoTime({ precision: 3 }) lastMessageAt!: string;
  @IsoTime({ precision: 3, nullable: true }) lastInboundAt!: string | null;
  @IsoTime({ precision: 3, nullable: true }) windowExpiresAt!: string | null;
  @IsoTime({ nullable: true }) replyDueAt!: string | null;
  @IsoTime() createdAt!: string;
  @Column('text') priority!: 'low' | 'normal' | 'high' | 'urgent';
  @Column('uuid', { nullable: true }) teamId!: string | null;
  @IsoTime({ precision: 3, nullable: true }) snoozedUntil!: string | null;
  /** The customer's messages that nobody of the team has looked at. */
  @Column('integer') unreadCount!: number;
  /** A person owes the customer an answer by then. */
  @IsoTime({ precision: 3, nullable: true }) responseDueAt!: string | null;
  @IsoTime({ precision: 3, nullable: true }) escalatedAt!: string | null;
  /** When the customer was last told that nobody is there. */
  @IsoTime({ precision: 3, nullable: true }) awayToldAt!: string | null;
  @IsoTime({ precision: 3, nullable: true }) closedAt!: string | null;
  /** What stands before it was said with people; the bot is not shown it again. */
  @Column('integer') botFromSeq!: number;
  /** Who let the response time pass. */
  @Column('uuid', { nullable: true }) escalatedFrom!: string | null;
  /** What the survey after closing waits for: looked at only while the conversation is closed. */
  @Column('text', { nullable: true }) surveyAwaits!: 'rating' | 'rating_then_comment' | 'comment' | null;
  /** Until when a message in words counts as that. */
  @IsoTime({ precision: 3, nullable: true }) surveyUntil!: string | null;
  /** When the customer last came through an advertisement, by WhatsApp's clock. */
  @IsoTime({ precision: 3, nullable: true }) freeEntryAt!: string | null;
  /** The run of a flow that waits for an answer of the customer: the bot is not asked. */
  @Column('uuid', { nullable: true }) flowRunId!: string | null;
  /** The newest event of a flow that was followed. */
  @Column('uuid', { nullable: true }) flowEventId!: string | null;
  /** Until when WhatsApp charges nothing for what is sent; known once it has said so of an answer. */
  @IsoTime({ precision: 3, nullable: true }) freeEntryUntil!: string | null;
}
