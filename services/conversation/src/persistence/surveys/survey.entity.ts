import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** One question to one customer after closing: planned, then asked, then perhaps answered. */
@Entity({ schema: 'conversation', name: 'surveys' })
export class SurveyRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') conversationId!: string;
  @Column('uuid') outletId!: string;
  /** Who had the conversation; null: the bot. */
  @Column('uuid', { nullable: true }) agentId!: string | null;
  /** Of the conversation once it was closed: anything that has happened since ends the plan. */
  @Column('integer') epoch!: number;
  @IsoTime({ precision: 3 }) dueAt!: string;
  @IsoTime({ precision: 3, nullable: true }) askedAt!: string | null;
  /** 1 to 5. */
  @Column('smallint', { nullable: true }) rating!: number | null;
  @IsoTime({ precision: 3, nullable: true }) ratedAt!: string | null;
  /** Messages in which the customer said why. */
  @Column('uuid', { array: true }) commentIds!: string[];
}
