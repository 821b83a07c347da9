import { Injectable } from '@nestjs/common';
import { messageRecorded, ownerChanged, sendRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { Problem, type Identity } from '#service-kit';
import { v7 } from 'uuid';
import { moveOwner } from '../domain/conversation.js';
import { recipientOf, textContent, type Message } from '../domain/message.js';
import { isWindowOpen } from '../domain/service-window.js';
import { storableText } from '../domain/stored-content.js';
import { ConversationsRepository } from '../persistence/conversations.repository.js';
import { MessagesRepository } from '../persistence/messages.repository.js';

/** A person writes to the customer, and thereby takes the conversation over from the bot. */
@Injectable()
export class SendAgentMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws {Problem} not_found, window_closed */
  async execute(tenantId: string, conversationId: string, caller: Identity, given: string): Promise<Message> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      const now = new Date();
      if (!isWindowOpen(conversation.windowExpiresAt, now)) throw windowClosed(conversation.windowExpiresAt);

      const { outletId, contactId } = conversation;
      const to = moveOwner(conversation, { kind: 'take-over', ...(caller.kind === 'user' ? { agentId: caller.subject } : {}) });
      if (to) {
        await this.conversations.saveOwnership(tx, conversationId, to);
        const { epoch, state, owner } = to;
        this.outbox.append(tx, ownerChanged, {
          conversationId,
          outletId,
          epoch,
          state,
          owner,
          previousOwner: conversation.owner,
          reason: 'agent_wrote',
        });
      }
      const message = { id: v7(), text: storableText(given), at: now.toISOString() };
      const content = textContent(message.text);
      const seq = await this.messages.appendAgentText(tx, { ...message, conversationId, authorId: caller.subject, content });
      this.outbox.append(tx, sendRequested, {
        messageId: message.id,
        conversationId,
        outletId,
        to: recipientOf(conversation),
        class: 'reply',
        content,
      });
      const view = { ...message, seq, direction: 'outbound', author: 'agent', type: 'text', status: 'queued' } as const;
      this.outbox.append(tx, messageRecorded, { conversationId, outletId, contactId, message: view });
      return { ...view, authorId: caller.subject, content, wamid: null, failed: false, errors: [], pricing: null, citations: null };
    });
  }
}

const windowClosed = (expiredAt: string | null): Problem =>
  new Problem(
    422,
    'window_closed',
    `${
      expiredAt
        ? `The customer's 24-hour service window closed at ${expiredAt}`
        : 'The customer has not written yet, so no 24-hour service window is open'
    }: WhatsApp takes free-form text only while it is open. Send an approved template instead (POST /api/v1/messages with "type": "template").`,
  );
