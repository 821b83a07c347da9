import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Conversation } from '../../domain/threads/conversation.js';
import { ConversationLabelsRepository } from '../../persistence/collaboration/conversation-labels.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** Gives a conversation exactly these labels. */
@Injectable()
export class PutLabelsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly labels: ConversationLabelsRepository,
    private readonly live: LiveLog,
  ) {}

  /** @throws {Problem} not_found, label_unknown */
  async execute(tenantId: string, conversationId: string, labelIds: readonly string[]): Promise<Conversation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      const known = new Set(await this.labels.hold(tx, labelIds));
      const unknown = labelIds.filter((id) => !known.has(id));
      if (unknown.length > 0) {
        const detail = `Unknown labels: ${unknown.slice(0, 5).join(', ')}. GET /api/v1/labels lists the existing ones.`;
        throw new Problem(422, 'label_unknown', detail, [{ field: 'labelIds', message: 'must be ids of labels' }]);
      }
      if (await this.labels.put(tx, conversationId, labelIds)) {
        this.live.append(tx, { outletId: conversation.outletId, conversationId, kind: 'conversation' });
      }
      const labelled = await this.conversations.find(tx, conversationId);
      return labelled!;
    });
  }
}
