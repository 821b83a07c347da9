import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A webhook body as received. It may hold messages of several tenants, so it belongs to none. */
@Entity({ schema: 'gateway', name: 'webhook_journal' })
export class WebhookJournalEntryRow {
  @PrimaryColumn('uuid') id!: string;
  @IsoTime() receivedAt!: string;
  @Column('bytea') body!: Buffer;
  @IsoTime({ nullable: true }) splitAt!: string | null;
  @Column('smallint') lane!: number;
}
