import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Conversation } from '../../domain/threads/conversation.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';

@Injectable()
export class GetConversationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string): Promise<Conversation> {
    const conversation = await this.database.forTenant(tenantId, (tx) => this.conversations.find(tx, id));
    if (!conversation) throw Problem.notFound('conversation');
    return conversation;
  }
}
