import { Injectable } from '@nestjs/common';
import { messageRecorded, sendRequested } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox } from '#messaging';
import { Problem, type Identity } from '#service-kit';
import { v7 } from 'uuid';
import { recipientOf, textContent, type Message } from '../domain/message.js';
import { requestHash } from '../domain/request-hash.js';
import { isWindowOpen } from '../domain/service-window.js';
import { storableText } from '../domain/stored-content.js';
import { ConversationsRepository } from '../persistence/conversations.repository.js';
import { IdempotencyKeysRepository } from '../persistence/idempotency-keys.repository.js';
import { MessagesRepository } from '../persistence/messages.repository.js';
import { ChangeOfHands } from './change-of-hands.js';
import { LiveLog } from './live-log.js';

/** A person, or a program with an API key, writes to the customer, and thereby takes the conversation over from the bot. */
@Injectable()
export class SendAgentMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesRepository,
    private readonly keys: IdempotencyKeysRepository,
    private readonly hands: ChangeOfHands,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
  ) {}

  /**
   * With an idempotency key the same request again gets the same answer, even when the window has closed since, and sends nothing.
   *
   * @throws {Problem} not_found, window_closed, idempotency_key_reused
   */
  async execute(tenantId: string, conversationId: string, caller: Identity, given: string, idempotencyKey?: string): Promise<Message> {
    const id = v7();
    return this.database.forTenant(tenantId, async (tx) => {
      if (idempotencyKey !== undefined) {
        const earlier = await this.#earlier(tx, idempotencyKey, requestHash(conversationId, given), id);
        if (earlier) return earlier;
      }
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      const now = new Date();
      if (!isWindowOpen(conversation.windowExpiresAt, now)) throw windowClosed(conversation.windowExpiresAt);

      const { outletId, contactId } = conversation;
      const by = caller.kind === 'user' ? { agentId: caller.subject } : {};
      await this.hands.apply(tx, conversation, { kind: 'write', ...by }, 'agent_wrote');
      const author = caller.kind === 'user' ? 'agent' : 'api';
      const message = { id, author, text: storableText(given), at: now.toISOString() } as const;
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
      this.live.append(tx, { outletId, conversationId, kind: 'message', refId: id, seq });
      const view = { ...message, seq, direction: 'outbound', type: 'text', status: 'queued' } as const;
      this.outbox.append(tx, messageRecorded, { conversationId, outletId, contactId, message: view });
      return { ...view, ...UNSENT, authorId: caller.subject, content, citations: null };
    });
  }

  /** @returns the message of the first request with this key, as that one was answered; undefined when this is the first */
  async #earlier(tx: Transaction, key: string, hash: string, id: string): Promise<Message | undefined> {
    const use = await this.keys.take(tx, key, hash, id);
    if (!use) return undefined;
    if (use.requestHash !== hash) {
      throw new Problem(
        422,
        'idempotency_key_reused',
        'This Idempotency-Key was used for a different message; use a new key for a new message.',
      );
    }
    const message = await this.messages.find(tx, use.messageId);
    if (!message) throw Problem.notFound('message');
    return { ...message, ...UNSENT };
  }
}

/** How a message stands when it is answered with: whatever becomes of it is told later. */
const UNSENT = { status: 'queued', wamid: null, failed: false, errors: [], pricing: null } as const;

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
