import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A stage of leads, of the company's own list. */
@Entity({ schema: 'engagement', name: 'lead_stages' })
export class LeadStageRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') kind!: 'open' | 'won' | 'lost';
  @Column('integer') position!: number;
}
