import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A person who may buy. */
@Entity({ schema: 'engagement', name: 'leads' })
export class LeadRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') contactId!: string;
  @Column('uuid') stageId!: string;
  @Column('uuid', { nullable: true }) ownerId!: string | null;
  @Column('text') source!: 'hand' | 'conversation' | 'api';
  @Column('bigint', { nullable: true }) valueMinor!: number | null;
  @Column('text', { nullable: true }) currency!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('integer') version!: number;
  /** Since when it is in a stage that ends it. */
  @IsoTime({ precision: 3, nullable: true }) closedAt!: string | null;
  @IsoTime({ precision: 3 }) movedAt!: string;
  @IsoTime({ precision: 3 }) createdAt!: string;
}
