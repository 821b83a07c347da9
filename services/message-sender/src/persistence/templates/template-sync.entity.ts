import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How far the reading of an account's templates is. */
@Entity({ schema: 'message_sender', name: 'template_syncs' })
export class TemplateSyncRow extends TenantRow {
  @PrimaryColumn('text') wabaId!: string;
  @Column('uuid') outletId!: string;
  @Column('uuid') runId!: string;
  @Column('text') state!: 'running' | 'done' | 'failed';
  /** Of the next page. */
  @Column('text', { nullable: true }) cursor!: string | null;
  @Column('integer') pages!: number;
  @Column('integer') found!: number;
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  @IsoTime() startedAt!: string;
  @IsoTime({ nullable: true }) finishedAt!: string | null;
  @IsoTime() nextAt!: string;
}
