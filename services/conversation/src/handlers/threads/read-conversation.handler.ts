import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Conversation } from '../../domain/threads/conversation.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** Somebody of the team has seen a conversation. */
@Injectable()
export class ReadConversationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly live: LiveLog,
  ) {}

  /** @param seq up to which; all of it when absent @throws {Problem} not_found */
  async execute(tenantId: string, id: string, seq?: number): Promise<Conversation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, id);
      if (!conversation) throw Problem.notFound('conversation');
      if (conversation.unreadCount === 0) return conversation;
      const unreadCount = await this.conversations.read(tx, id, seq ?? conversation.nextSeq - 1);
      if (unreadCount === conversation.unreadCount) return conversation;
      this.live.append(tx, { outletId: conversation.outletId, conversationId: id, kind: 'conversation' });
      return { ...conversation, unreadCount };
    });
  }
}
