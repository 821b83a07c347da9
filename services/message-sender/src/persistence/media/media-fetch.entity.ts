import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A file to fetch from WhatsApp. The row goes when it is known what became of the file. */
@Entity({ schema: 'message_sender', name: 'media_fetches' })
export class MediaFetchRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') outletId!: string;
  @Column('text') kind!: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  @Column('text') graphId!: string;
  @Column('text', { nullable: true }) contentType!: string | null;
  @Column('text', { nullable: true }) sha256!: string | null;
  /** Until when WhatsApp has the file. */
  @IsoTime() expiresAt!: string;
  @Column('integer') attempts!: number;
  /** While a process has it in hand: when another one may take it over. */
  @IsoTime() nextAttemptAt!: string;
  @Column('uuid', { nullable: true }) lease!: string | null;
  @IsoTime() createdAt!: string;
}
