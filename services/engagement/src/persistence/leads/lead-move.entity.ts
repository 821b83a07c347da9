import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** That a lead was put from one stage into another. */
@Entity({ schema: 'engagement', name: 'lead_moves' })
export class LeadMoveRow extends TenantRow {
  @PrimaryColumn('uuid') leadId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { nullable: true }) fromStage!: string | null;
  @Column('text') toStage!: string;
  @Column('text') byKind!: string;
  @Column('uuid') byId!: string;
  @IsoTime({ precision: 3 }) at!: string;
}
