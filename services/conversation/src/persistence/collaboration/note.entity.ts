import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';

/** What colleagues tell one another about a conversation; the customer never sees it. */
@Entity({ schema: 'conversation', name: 'notes' })
export class NoteRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') conversationId!: string;
  @Column('uuid') authorId!: string;
  @Column('text') text!: string;
  /** Colleagues whom it names. */
  @Column('uuid', { array: true }) mentions!: string[];
  /** seq of the message before it; 0: before the first message. */
  @Column('integer') afterSeq!: number;
  @IsoTime({ name: 'created_at', precision: 3 }) at!: string;
}

export type Note = Read<NoteRow>;
