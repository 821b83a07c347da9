import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { numberOfCursor, Problem, toPage, type Page } from '#service-kit';
import type { Message, MessageOrder } from '../../domain/threads/message.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';

const MAX_SEQ = 2_147_483_647;

@Injectable()
export class ListMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesRepository,
  ) {}

  /** Oldest first, or newest first where `order` is desc. @throws {Problem} not_found, invalid_cursor */
  async execute(
    tenantId: string,
    conversationId: string,
    page: { limit: number; cursor?: string; afterSeq?: number; order?: MessageOrder },
  ): Promise<Page<Message>> {
    const from = numberOfCursor(page.cursor, MAX_SEQ);
    const range =
      page.order === 'desc' ? { afterSeq: page.afterSeq ?? 0, beforeSeq: from ?? MAX_SEQ } : { afterSeq: from ?? page.afterSeq ?? 0 };
    const rows = await this.database.forTenant(tenantId, async (tx) => {
      const found = await this.messages.list(tx, conversationId, range, page.limit);
      if (found.length === 0 && !(await this.conversations.find(tx, conversationId))) throw Problem.notFound('conversation');
      return found;
    });
    return toPage(rows, page.limit, (row) => [row.seq]);
  }
}
