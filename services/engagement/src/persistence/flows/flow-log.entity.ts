import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** What a run has done, in order. */
@Entity({ schema: 'engagement', name: 'flow_log' })
export class FlowLogRow extends TenantRow {
  @PrimaryColumn('uuid') runId!: string;
  @PrimaryColumn('integer') n!: number;
  @Column('text') kind!: 'passed' | 'sent' | 'ended';
  @Column('text', { nullable: true }) node!: string | null;
  /** By which port the node was left; of the end, the reason. */
  @Column('text', { nullable: true }) detail!: string | null;
  @Column('uuid', { nullable: true }) messageId!: string | null;
  /** What became of the message. */
  @Column('text', { nullable: true }) outcome!: string | null;
  @IsoTime({ precision: 3 }) at!: string;
}
