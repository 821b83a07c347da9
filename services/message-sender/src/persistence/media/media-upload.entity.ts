import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Under which id WhatsApp has a file of ours, for each number that sends it. */
@Entity({ schema: 'message_sender', name: 'media_uploads' })
export class MediaUploadRow extends TenantRow {
  @PrimaryColumn('uuid') mediaId!: string;
  @PrimaryColumn('uuid') outletId!: string;
  @Column('text', { nullable: true }) phoneNumberId!: string | null;
  @Column('text', { nullable: true }) graphId!: string | null;
  /** WhatsApp keeps an upload for 30 days; ours counts for less. */
  @IsoTime({ nullable: true }) usableUntil!: string | null;
  /** When a process may take it in hand; null: no message waits for it. */
  @IsoTime({ nullable: true }) nextAttemptAt!: string | null;
  @Column('uuid', { nullable: true }) lease!: string | null;
  @IsoTime() createdAt!: string;
}
