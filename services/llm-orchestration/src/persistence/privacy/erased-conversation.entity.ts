import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A conversation of a customer who is forgotten: an answer that was being made meanwhile is recognised by it. */
@Entity({ schema: 'llm_orchestration', name: 'erased_conversations' })
export class ErasedConversationRow extends TenantRow {
  @PrimaryColumn('uuid') conversationId!: string;
  @IsoTime() erasedAt!: string;
}
