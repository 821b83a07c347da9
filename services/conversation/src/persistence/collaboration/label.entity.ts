import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow, type Read } from '#database';

/** A label that people may put on conversations. */
@Entity({ schema: 'conversation', name: 'labels' })
export class LabelRow extends TenantRow {
  /** How lists are ordered. */
  static readonly order = 'lower(name), id';

  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** `#rrggbb` */
  @Column('text') color!: string;
}

export type Label = Read<LabelRow>;
