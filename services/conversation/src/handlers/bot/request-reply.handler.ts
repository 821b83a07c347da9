import { Injectable } from '@nestjs/common';
import { replyRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { composeQuestion, type DueReply } from '../../domain/bot/question.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';

/** Customers have finished writing: what is due is taken off and the bot is asked, both or neither. */
@Injectable()
export class RequestReplyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @param replies of one tenant */
  async execute(replies: readonly DueReply[]): Promise<void> {
    const [first] = replies;
    if (!first) return;
    await this.database.together(first.tenantId, async (tx) => {
      for (const { conversationId, outletId, contactId, epoch, ...due } of await this.conversations.takeDue(tx, replies)) {
        const question = composeQuestion(due.turns, due.unansweredFromSeq, due.contactName);
        if (question) this.outbox.append(tx, replyRequested, { conversationId, outletId, contactId, epoch, ...question });
      }
    });
  }
}
