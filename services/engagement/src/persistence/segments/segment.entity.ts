import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A group of contacts that the tenant has named. */
@Entity({ schema: 'engagement', name: 'segments' })
export class SegmentRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') kind!: 'dynamic' | 'static';
  /** Of a dynamic one; `readExpression` has read it. */
  @Column('jsonb', { nullable: true }) expression!: unknown;
  @Column('integer') version!: number;
  @IsoTime({ precision: 3 }) createdAt!: string;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}
