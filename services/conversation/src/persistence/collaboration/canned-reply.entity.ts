import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow, type Read } from '#database';

/** A text that agents insert by its shortcut. */
@Entity({ schema: 'conversation', name: 'canned_replies' })
export class CannedReplyRow extends TenantRow {
  /** How lists are ordered. */
  static readonly order = 'shortcut';

  @PrimaryColumn('uuid') id!: string;
  /** Without the slash that people type before it. */
  @Column('text') shortcut!: string;
  @Column('text') title!: string;
  @Column('text') text!: string;
}

export type CannedReply = Read<CannedReplyRow>;
