import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** Which conversation took one in that is gone: events and other services still name it. */
@Entity({ schema: 'conversation', name: 'merged_conversations' })
export class MergedConversationRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') intoId!: string;
}
