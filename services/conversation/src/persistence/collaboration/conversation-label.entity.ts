import { Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A label on a conversation. */
@Entity({ schema: 'conversation', name: 'conversation_labels' })
export class ConversationLabelRow extends TenantRow {
  @PrimaryColumn('uuid') conversationId!: string;
  @PrimaryColumn('uuid') labelId!: string;
}
