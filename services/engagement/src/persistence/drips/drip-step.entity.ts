import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { MessagePlan } from '../../domain/campaigns/campaign.js';
import type { Delay } from '../../domain/drips/drip.js';
import type { Expression } from '../../domain/segments/expression.js';

/** A step as it is being written: what runs is a version. */
@Entity({ schema: 'engagement', name: 'drip_steps' })
export class DripStepRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') campaignId!: string;
  @Column('integer') stepNumber!: number;
  @Column('jsonb') delay!: Delay;
  @Column('jsonb') message!: MessagePlan;
  @Column('jsonb', { nullable: true }) condition!: Expression | null;
  @IsoTime() createdAt!: string;
  @IsoTime() updatedAt!: string;
}

export type DripStep = Read<DripStepRow>;
