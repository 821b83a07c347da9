import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { decodeCursor, encodeCursor, invalidCursor, isId, toPage, type Page } from '#service-kit';
import type { Conversation, ConversationFilter, ListPosition, Sort } from '../../domain/threads/conversation.js';
import { FindPhones } from '../spellings/find-phones.step.js';
import { ConversationListRepository } from '../../persistence/threads/conversation-list.repository.js';

@Injectable()
export class ListConversationsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationListRepository,
    private readonly findPhones: FindPhones,
  ) {}

  /** A page under a filter may be short, or empty, and have another one behind it. @throws {Problem} invalid_cursor */
  async execute(
    tenantId: string,
    filter: ConversationFilter,
    page: { sort: Sort; limit: number; cursor?: string },
  ): Promise<Page<Conversation>> {
    const after = readCursor(page.cursor);
    const { phone, ...others } = filter;
    const { rows, walkedTo } = await this.database.forTenant(tenantId, async (tx) => {
      const phones = phone ? { phones: await this.findPhones.whole(tx, phone) } : {};
      const parts = others.q ? { phoneParts: await this.findPhones.parts(tx, others.q) } : {};
      return this.conversations.list(tx, { ...others, ...phones, ...parts }, page.sort, after, page.limit);
    });
    const listed = toPage(rows, page.limit, (row) => [row.rank, row.lastMessageAt, row.id]);
    return walkedTo ? { ...listed, nextCursor: encodeCursor([walkedTo.rank, walkedTo.lastMessageAt, walkedTo.id]) } : listed;
  }
}

function readCursor(cursor: string | undefined): ListPosition | undefined {
  const keys = decodeCursor(cursor, 3);
  if (!keys) return undefined;
  const [rank, at, id] = [Number(keys[0]), String(keys[1]), String(keys[2])];
  if (!Number.isInteger(rank) || Math.abs(rank) > 100 || Number.isNaN(Date.parse(at)) || !isId(id)) {
    throw invalidCursor();
  }
  return { rank, lastMessageAt: new Date(at).toISOString(), id };
}
