import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A file of a customer or of the team. */
@Entity({ schema: 'conversation', name: 'media' })
export class MediaRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  /** Of a customer's file: the message that brought it. Null for a file of the team, and for one whose message has been erased since. */
  @Column('uuid', { nullable: true }) messageId!: string | null;
  @Column('text') status!: 'pending' | 'stored' | 'failed' | 'expired';
  /** What the bytes are; until they are here, what WhatsApp says. */
  @Column('text') contentType!: string;
  @Column('text', { nullable: true }) filename!: string | null;
  @Column('bigint', { name: 'size_bytes', nullable: true }) size!: number | null;
  @Column('text', { nullable: true }) sha256!: string | null;
  @Column('jsonb', { nullable: true }) error!: unknown;
  /** Of a customer's file: whose number has it, under which id, and until when. */
  @Column('uuid', { nullable: true }) outletId!: string | null;
  @Column('text', { nullable: true }) kind!: 'image' | 'video' | 'audio' | 'document' | 'sticker' | null;
  @Column('text', { nullable: true }) graphId!: string | null;
  @Column('text', { nullable: true }) declaredType!: string | null;
  @Column('text', { nullable: true }) declaredSha256!: string | null;
  @IsoTime({ nullable: true }) expiresAt!: string | null;
  @IsoTime() createdAt!: string;
}
