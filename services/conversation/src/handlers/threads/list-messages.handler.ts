import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { decodeCursor, invalidCursor, Problem, toPage, type Page } from '#service-kit';
import { MAX_SEQ, type Message, type MessageOrder, type ThreadPosition } from '../../domain/threads/message.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';

@Injectable()
export class ListMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesRepository,
  ) {}

  /** By WhatsApp's time; oldest first, or newest first where `order` is desc. @throws {Problem} not_found, invalid_cursor */
  async execute(
    tenantId: string,
    conversationId: string,
    page: { limit: number; cursor?: string; afterSeq?: number; order?: MessageOrder },
  ): Promise<Page<Message>> {
    const { order = 'asc', afterSeq = 0 } = page;
    const from = positionOf(page.cursor);
    const rows = await this.database.forTenant(tenantId, async (tx) => {
      const found = await this.messages.list(tx, conversationId, { afterSeq, from, order }, page.limit);
      if (found.length === 0 && !(await this.conversations.find(tx, conversationId))) throw Problem.notFound('conversation');
      return found;
    });
    return toPage(rows, page.limit, ({ place, at, seq }) => (place ? [place, Date.parse(at), seq] : [seq]));
  }
}

/** @throws {Problem} invalid_cursor */
function positionOf(cursor: string | undefined): ThreadPosition | undefined {
  if (cursor === undefined) return undefined;
  const keys = decodeCursor(cursor, [1, 3]) as (string | number)[];
  const [place, at, seq = 0] = keys;
  const isSeq = (key: unknown): key is number => Number.isInteger(key) && Number(key) >= 0 && Number(key) <= MAX_SEQ;
  if (!isSeq(place) || !isSeq(seq)) throw invalidCursor();
  if (at === undefined) return { place, at: null, seq };
  if (typeof at !== 'number' || !Number.isInteger(at) || Math.abs(at) > 8.64e15) throw invalidCursor();
  return { place, at: new Date(at).toISOString(), seq };
}
