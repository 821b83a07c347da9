import { Injectable } from '@nestjs/common';
import { replyRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { composeQuestion, type DueReply } from '../domain/question.js';
import { ConversationsRepository } from '../persistence/conversations.repository.js';

/** The customer has finished writing: what is due is taken off and the bot is asked, both or neither. */
@Injectable()
export class RequestReplyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly outbox: Outbox,
  ) {}

  async execute({ tenantId, conversationId, epoch }: DueReply): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const due = await this.conversations.takeDue(tx, conversationId, epoch);
      const question = due && composeQuestion(due.turns, due.unansweredFromSeq, due.contactName);
      if (!question) return;
      this.outbox.append(tx, replyRequested, {
        conversationId,
        outletId: due.outletId,
        contactId: due.contactId,
        epoch,
        ...question,
      });
    });
  }
}
