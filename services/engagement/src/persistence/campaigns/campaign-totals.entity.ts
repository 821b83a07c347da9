import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow, type Read } from '#database';

/** Recipients of a campaign by where they stand: kept in the transaction of every change, so that they always add up to the audience. */
@Entity({ schema: 'engagement', name: 'campaign_totals' })
export class CampaignTotalsRow extends TenantRow {
  @PrimaryColumn('uuid') campaignId!: string;
  @Column('integer') audience!: number;
  @Column('integer') queued!: number;
  @Column('integer') sent!: number;
  @Column('integer') delivered!: number;
  @Column('integer') read!: number;
  @Column('integer') replied!: number;
  @Column('integer') failed!: number;
  @Column('integer') skipped!: number;
  @Column('integer') heldOut!: number;
  @Column('integer') optedOut!: number;
  /** Of the queued: asked for, and not yet heard of. */
  @Column('integer') inFlight!: number;
  /** Of all: wrote within the days in which it counts as a reply, also to nothing. */
  @Column('integer') answered!: number;
  @Column('integer') heldOutAnswered!: number;
}

export type CampaignTotals = Read<CampaignTotalsRow>;
