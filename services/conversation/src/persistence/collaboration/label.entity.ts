import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A label that people may put on conversations. */
@Entity({ schema: 'conversation', name: 'labels' })
export class LabelRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** `#rrggbb` */
  @Column('text') color!: string;
}
