import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Computed, IsoTime, TenantRow, type Read } from '#database';
import type {
  Audience,
  CampaignSettings,
  CampaignState,
  CampaignType,
  Frozen,
  MessagePlan,
  PauseReason,
  Schedule,
} from '../../domain/campaigns/campaign.js';

/** Whom something is said to, what, when, and how far it has come. */
@Entity({ schema: 'engagement', name: 'campaigns' })
export class CampaignRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') type!: CampaignType;
  @Column('uuid') outletId!: string;
  @Column('text') state!: CampaignState;
  @Column('text', { nullable: true }) pauseReason!: PauseReason | null;
  @Column('jsonb', { nullable: true }) audience!: Audience | null;
  /** Of an audience that is a segment. */
  @Computed('uuid', { nullable: true }) segmentId!: string | null;
  @Column('jsonb', { nullable: true }) message!: MessagePlan | null;
  @Column('jsonb', { nullable: true }) schedule!: Schedule | null;
  @Column('jsonb') settings!: CampaignSettings;
  /** Of a drip: what brings contacts into it, as `entryKey` names it. */
  @Computed('text', { nullable: true }) enrolsOn!: string | null;
  @Column('jsonb', { nullable: true }) frozen!: Frozen | null;
  /** The contact up to whom the audience has been taken. */
  @Column('uuid', { nullable: true }) takenUntil!: string | null;
  @Column('boolean') isTaken!: boolean;
  /** When it next has something to do; null while it has not. */
  @IsoTime({ nullable: true }) dueAt!: string | null;
  /** Messages that may leave, and when they were counted. */
  @Column('double precision') tokens!: number;
  @IsoTime({ nullable: true, precision: 3 }) tokensAt!: string | null;
  @IsoTime({ nullable: true }) startedAt!: string | null;
  @IsoTime({ nullable: true }) endedAt!: string | null;
  /** False once its recipients are too old to be kept; the totals stay. */
  @Column('boolean') recipientsKept!: boolean;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
}

export type Campaign = Read<CampaignRow>;
