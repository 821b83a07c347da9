import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { encodeCursor, idOfCursor, toPage, type Page } from '#service-kit';
import type { MessageView } from '../../domain/queue/message-view.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';

@Injectable()
export class ListMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
  ) {}

  /** Newest first. @throws {Problem} invalid_cursor */
  async execute(
    tenantId: string,
    query: { status?: string; outletId?: string; limit: number; cursor?: string },
  ): Promise<Page<MessageView>> {
    const beforeId = idOfCursor(query.cursor);
    const { rows, walkedTo } = await this.database.forTenant(tenantId, (tx) =>
      this.messages.list(tx, {
        status: query.status,
        outletId: query.outletId,
        beforeId: beforeId === undefined ? undefined : String(beforeId),
        limit: query.limit + 1,
      }),
    );
    const listed = toPage(rows, query.limit, (message) => [message.id]);
    return walkedTo ? { ...listed, nextCursor: encodeCursor([walkedTo]) } : listed;
  }
}
