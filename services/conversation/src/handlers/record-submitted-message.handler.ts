import { Injectable } from '@nestjs/common';
import { messageRecorded, type EventOf, type messageSubmitted } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox, PoisonedEvent } from '#messaging';
import { v7 } from 'uuid';
import { beginningOf } from '../domain/event-text.js';
import { normalizeSeen } from '../domain/identity.js';
import { mergeStatus, shownStatus, type MessageStatus } from '../domain/message-status.js';
import { storableJson, storableText } from '../domain/stored-content.js';
import { MessagesRepository } from '../persistence/messages.repository.js';
import { ThreadsRepository, type Recorded, type SubmittedEntry } from '../persistence/threads.repository.js';
import { LiveLog } from './live-log.js';
import { ReconcileContactHandler } from './reconcile-contact.handler.js';

const QUEUED: MessageStatus = { progress: 'queued', failed: false, wamid: null, pricing: null, errors: [] };

/** A program sent a message: it stands in the conversation of its recipient, and changes nothing about who speaks there. */
@Injectable()
export class RecordSubmittedMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly threads: ThreadsRepository,
    private readonly messages: MessagesRepository,
    private readonly reconcileContact: ReconcileContactHandler,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
  ) {}

  /** @throws {PoisonedEvent} recipient_missing */
  async execute(event: EventOf<typeof messageSubmitted>): Promise<void> {
    const { messageId, outletId, to, type, text, content, contextWamid, at } = event.data;
    const seen = normalizeSeen(to);
    if (!seen) throw new PoisonedEvent('recipient_missing', 'a submitted message has a phone or a user id of its recipient');
    const entry: SubmittedEntry = {
      messageId,
      outletId,
      seen,
      type: storableText(type),
      ...(text ? { text: storableText(text) } : {}),
      content: storableJson(contextWamid ? { ...content, context: { id: contextWamid } } : content),
      at,
    };
    await this.database.together(event.tenantId, async (tx) => {
      await this.messages.holdIds(tx, [messageId]);
      const recorded = await this.#record(tx, event.id, entry);
      if (recorded.outcome !== 'recorded') return;
      const { conversationId, contactId, seq } = recorded.standing;
      this.live.append(tx, { outletId, conversationId, kind: 'message', refId: messageId, seq });
      if (seq === 1) this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      const status = await this.#applyParked(tx, messageId);
      this.outbox.append(tx, messageRecorded, {
        conversationId,
        outletId,
        contactId,
        message: {
          id: messageId,
          seq,
          direction: 'outbound',
          author: 'api',
          type: entry.type,
          ...(entry.text === undefined ? {} : { text: beginningOf(entry.text) }),
          status: shownStatus(status.progress, status.failed),
          ...(status.wamid === null ? {} : { wamid: status.wamid }),
          at,
        },
      });
    });
  }

  async #record(tx: Transaction, eventId: string, entry: SubmittedEntry): Promise<Recorded> {
    let recorded = await this.threads.recordSubmitted(tx, eventId, entry);
    for (const prepare of [async () => undefined, () => this.reconcileContact.execute(tx, entry.seen)]) {
      if (recorded.outcome !== 'no-thread') return recorded;
      await prepare();
      await this.threads.open(tx, { contactId: v7(), conversationId: v7() }, entry);
      recorded = await this.threads.recordSubmitted(tx, null, entry);
    }
    if (recorded.outcome === 'no-thread') throw new Error('the contact was settled and yet has no conversation');
    return recorded;
  }

  async #applyParked(tx: Transaction, messageId: string): Promise<MessageStatus> {
    const parked = await this.messages.takeParked(tx, messageId);
    const status = parked.reduce(mergeStatus, QUEUED);
    if (status !== QUEUED) await this.messages.saveStatuses(tx, new Map([[messageId, status]]));
    return status;
  }
}
