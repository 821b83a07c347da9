import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { Step } from '../../domain/drips/drip.js';

/** The steps of a drip as they were published: never changed, so that whoever is under way stays on them. */
@Entity({ schema: 'engagement', name: 'drip_versions' })
export class DripVersionRow extends TenantRow {
  @PrimaryColumn('uuid') campaignId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('jsonb') steps!: Step[];
  @IsoTime() createdAt!: string;
}
