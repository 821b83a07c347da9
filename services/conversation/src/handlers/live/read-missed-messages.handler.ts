import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Conversation } from '../../domain/conversation.js';
import type { Positions } from '../../domain/live-page.js';
import type { Message } from '../../domain/message.js';
import { ConversationsRepository } from '../../persistence/conversations.repository.js';
import { MessagesRepository } from '../../persistence/messages.repository.js';

export interface MissedMessages {
  /** What was missed of a conversation, all of it. */
  threads: { conversation: Conversation; messages: Message[] }[];
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
    const [found, conversations] = await this.database.forTenant(tenantId, (tx) =>
      Promise.all([this.messages.missed(tx, after, until, limit), this.conversations.findAll(tx, Object.keys(after))]),
    );
    const byId = new Map(conversations.map((conversation) => [conversation.id, conversation]));
    const missed: MissedMessages = { threads: [], tooMuch: [] };
    let count = 0;
    for (const [conversationId, rows] of Map.groupBy(found, (row) => row.conversationId)) {
      const conversation = byId.get(conversationId);
      // Merged away between the two reads: the log of its inbox tells.
      if (!conversation) continue;
      count += rows.length;
      if (count > limit) missed.tooMuch.push(conversationId);
      else missed.threads.push({ conversation, messages: rows.filter((row) => !row.isToCome) });
    }
    return missed;
  }
}
