import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Conversation } from '../../domain/threads/conversation.js';
import { planMissed, type Positions } from '../../domain/live/live-page.js';
import type { Message } from '../../domain/threads/message.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';

export interface MissedMessages {
  /** What was missed of a conversation, all of it. */
  threads: { conversation: Conversation; messages: Message[] }[];
  /** Conversations that the client must read again: too much was missed, or they were merged into others. */
  tooMuch: string[];
}

/** The messages of conversations that a client has not seen. */
@Injectable()
export class ReadMissedMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly conversations: ConversationsRepository,
  ) {}

  /**
   * @param after the highest seq seen, by conversation
   * @param until messages in the log of an inbox behind this position are left out: their reader gets them from there
   */
  async execute(tenantId: string, after: Positions, until: Positions, limit: number): Promise<MissedMessages> {
    return this.database.forTenant(tenantId, async (tx) => {
      const ids = Object.keys(after);
      const [conversations, gone] = await Promise.all([this.conversations.findAll(tx, ids), this.conversations.mergedAway(tx, ids)]);
      const { toRead, tooMuch } = planMissed(conversations, after, limit);
      const read = Object.fromEntries(toRead.map(({ id }) => [id, after[id]!]));
      const found = toRead.length > 0 ? await this.messages.missed(tx, read, until, limit) : [];
      const rowsOf = Map.groupBy(
        found.filter((row) => !row.isToCome),
        (row) => row.conversationId,
      );
      const threads = toRead.map((conversation) => ({ conversation, messages: rowsOf.get(conversation.id) ?? [] }));
      // What the log of the inbox said of the merger may be behind its reader.
      return { threads, tooMuch: [...tooMuch, ...gone] };
    });
  }
}
