import { Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A queued message that cannot leave before its file has. */
@Entity({ schema: 'message_sender', name: 'media_waits' })
export class MediaWaitRow extends TenantRow {
  @PrimaryColumn('uuid') mediaId!: string;
  @PrimaryColumn('uuid') outletId!: string;
  @PrimaryColumn('uuid') messageId!: string;
}
