import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { ConversationCounts } from '../../domain/conversation.js';
import { ConversationsRepository } from '../../persistence/conversations.repository.js';

@Injectable()
export class CountConversationsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
  ) {}

  /** @param userId whose conversations are `mine` */
  async execute(tenantId: string, userId: string, outletId: string | undefined): Promise<ConversationCounts> {
    return this.database.forTenant(tenantId, (tx) => this.conversations.counts(tx, userId, outletId));
  }
}
