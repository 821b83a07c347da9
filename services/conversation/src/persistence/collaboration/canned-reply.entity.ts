import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A text that agents insert by its shortcut. */
@Entity({ schema: 'conversation', name: 'canned_replies' })
export class CannedReplyRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') shortcut!: string;
  @Column('text') title!: string;
  @Column('text') text!: string;
}
