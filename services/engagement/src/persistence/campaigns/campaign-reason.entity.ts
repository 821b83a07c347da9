import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow, type Read } from '#database';
import type { EndState } from '../../domain/campaigns/outcome.js';

/** How many recipients of a campaign got nothing for one reason. */
@Entity({ schema: 'engagement', name: 'campaign_reasons' })
export class CampaignReasonRow extends TenantRow {
  @PrimaryColumn('uuid') campaignId!: string;
  @PrimaryColumn('text') state!: EndState;
  /** A code of the gate, of WhatsApp, or of the campaign. */
  @PrimaryColumn('text') reason!: string;
  @Column('integer') recipients!: number;
}

export type CampaignReason = Read<CampaignReasonRow>;
