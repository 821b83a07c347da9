import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { composeQuestion, lastBurstFrom, type Question } from '../../domain/bot/question.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';

@Injectable()
export class FindOpenQuestionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
  ) {}

  /**
   * What the customer wrote last, as the bot would be asked, whoever owns the conversation.
   *
   * @returns undefined for a conversation that is not there; without `asked` where the customer wrote nothing
   */
  async execute(tenantId: string, id: string): Promise<{ asked?: Question & { outletId: string; contactId?: string } } | undefined> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.find(tx, id);
      if (!conversation) return undefined;
      const { outletId, botFromSeq: fromSeq, nextSeq: beforeSeq, contactId, contactName, groupId } = conversation;
      const turns = (await this.conversations.turns(tx, [{ conversationId: id, fromSeq, beforeSeq }])).get(id) ?? [];
      const from = lastBurstFrom(turns);
      const question = from === undefined ? undefined : composeQuestion(turns, from, groupId === null ? contactName : null);
      return question ? { asked: { outletId, ...(groupId === null ? { contactId } : {}), ...question } } : {};
    });
  }
}
