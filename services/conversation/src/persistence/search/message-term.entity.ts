import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A word and the messages that hold it: the inverted index of messages. */
@Entity({ schema: 'conversation', name: 'message_terms' })
export class MessageTermRow extends TenantRow {
  @PrimaryColumn('text') term!: string;
  /** UUIDv7: under a term the newest message is the last. */
  @PrimaryColumn('uuid') messageId!: string;
  /** Beside message_id, which is the newest of them. */
  @Column('uuid', { array: true, nullable: true }) others!: string[] | null;
}
