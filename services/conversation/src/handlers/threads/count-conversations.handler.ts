import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { ConversationCounts } from '../../domain/threads/conversation.js';
import { CountsRepository } from '../../persistence/threads/counts.repository.js';

@Injectable()
export class CountConversationsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
  ) {}

  /** @param userId whose conversations are `mine` */
  async execute(tenantId: string, userId: string, outletId: string | undefined): Promise<ConversationCounts> {
    return this.database.forTenant(tenantId, (tx) => this.counts.read(tx, userId, outletId));
  }
}
