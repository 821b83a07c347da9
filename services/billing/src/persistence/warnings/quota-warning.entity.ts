import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { Meter } from '../../domain/plans/plan.js';

/** A share of a limit that a tenant has used in a month: found once. */
@Entity({ schema: 'billing', name: 'quota_warnings' })
export class QuotaWarningRow extends TenantRow {
  @PrimaryColumn('date') periodStart!: string;
  @PrimaryColumn('text') meter!: Meter;
  @PrimaryColumn('bigint') limitAmount!: number;
  /** Percent of the limit: 80 or 100. */
  @PrimaryColumn('smallint') level!: number;
  /** When it was found. */
  @Column('bigint') usedAmount!: number;
  @IsoTime() at!: string;
  /** Null: the event is still to be written. */
  @IsoTime({ nullable: true }) toldAt!: string | null;
}
