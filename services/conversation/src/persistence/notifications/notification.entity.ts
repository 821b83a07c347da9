import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A person was named in a note. */
@Entity({ schema: 'conversation', name: 'notifications' })
export class NotificationRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  /** Who is told. */
  @Column('uuid') userId!: string;
  @Column('uuid') noteId!: string;
  @IsoTime({ precision: 3 }) createdAt!: string;
  @IsoTime({ precision: 3, nullable: true }) readAt!: string | null;
}
