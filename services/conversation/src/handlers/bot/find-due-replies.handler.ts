import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { DueReply } from '../../domain/bot/question.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';

const MAX_AT_ONCE = 500;

/** Due replies of all tenants, the longest overdue first, whichever process has timers for them. */
@Injectable()
export class FindDueRepliesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
  ) {}

  async execute(): Promise<DueReply[]> {
    return this.database.forSystem((tx) => this.conversations.findDue(tx, MAX_AT_ONCE));
  }
}
