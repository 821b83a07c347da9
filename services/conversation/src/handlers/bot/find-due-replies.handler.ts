import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { DueReply } from '../../domain/bot/question.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';

const MAX_AT_ONCE = 500;

/** Replies of all tenants that are due, whoever was to wake for them: the longest overdue first. */
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
