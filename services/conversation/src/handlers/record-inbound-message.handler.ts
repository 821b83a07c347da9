import { Inject, Injectable } from '@nestjs/common';
import { messageRecorded, ownerChanged, replyRequested, type EventOf, type messageReceived } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox, PoisonedEvent } from '#messaging';
import { CONFIG } from '#service-kit';
import { v7 } from 'uuid';
import { ReplyTimers } from './reply-timers.js';
import type { Config } from '../config.js';
import { beginningOf } from '../domain/event-text.js';
import { normalizeSeen } from '../domain/identity.js';
import { readIdentityChange } from '../domain/identity-change.js';
import { effectOf } from '../domain/inbound-message.js';
import { composeQuestion } from '../domain/question.js';
import { storableJson, storableText } from '../domain/stored-content.js';
import { ConversationsRepository } from '../persistence/conversations.repository.js';
import { ThreadsRepository, type InboundEntry, type Recorded, type Standing } from '../persistence/threads.repository.js';
import { CustomerWaits } from './customer-waits.js';
import { LiveLog } from './live-log.js';
import { AttachContentHandler } from './media/attach-content.handler.js';
import { ReconcileContactHandler } from './reconcile-contact.handler.js';

/** A customer wrote: the message stands in its conversation once, and the bot is asked if it is the bot's to answer. */
@Injectable()
export class RecordInboundMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly threads: ThreadsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly reconcileContact: ReconcileContactHandler,
    private readonly attachContent: AttachContentHandler,
    private readonly customerWaits: CustomerWaits,
    private readonly timers: ReplyTimers,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws {PoisonedEvent} sender_missing */
  async execute(event: EventOf<typeof messageReceived>): Promise<void> {
    const { outletId, phoneNumberId, message } = event.data;
    const change = readIdentityChange(message);
    const seen = change?.previous ?? normalizeSeen(message.from);
    if (!seen) throw new PoisonedEvent('sender_missing', 'an inbound message has a phone or a user id of its sender');
    const now = new Date();
    const entry: InboundEntry = {
      messageId: v7(),
      outletId,
      seen,
      type: storableText(message.type),
      ...(message.text ? { text: storableText(message.text) } : {}),
      content: storableJson(message.raw),
      phoneNumberId,
      wamid: storableText(message.wamid),
      at: message.timestamp,
      ...effectOf(message, now),
      defaultDebounceMs: this.config.REPLY_DEBOUNCE_MS,
    };
    await this.database.together(event.tenantId, async (tx) => {
      const recorded = await this.#record(tx, event.id, entry);
      if (recorded.outcome !== 'recorded') return;
      this.#tell(tx, entry, recorded.standing);
      await this.attachContent.execute(tx, message.raw, { ...entry, conversationId: recorded.standing.conversationId });
      const { conversationId, owner } = recorded.standing;
      if (entry.asksForReply && owner === 'bot') await this.#askBot(tx, event.tenantId, entry, recorded.standing);
      else if (entry.asksForReply) await this.customerWaits.execute(tx, conversationId, outletId, owner, now);
      if (change) await this.reconcileContact.execute(tx, change.next, recorded.standing.contactId);
    });
  }

  /** Nearly always one statement. The first message of a customer opens the conversation; a new name or identifier is settled first. */
  async #record(tx: Transaction, eventId: string, entry: InboundEntry): Promise<Recorded> {
    let recorded = await this.threads.recordInbound(tx, eventId, entry);
    for (const prepare of [async () => undefined, () => this.reconcileContact.execute(tx, entry.seen)]) {
      if (recorded.outcome !== 'no-thread') return recorded;
      await prepare();
      await this.threads.open(tx, { contactId: v7(), conversationId: v7() }, entry);
      recorded = await this.threads.recordInbound(tx, null, entry);
    }
    if (recorded.outcome === 'no-thread') throw new Error('the contact was settled and yet has no conversation');
    return recorded;
  }

  #tell(tx: Transaction, entry: InboundEntry, standing: Standing): void {
    const { conversationId, contactId, epoch, state, owner, previousOwner, previousState } = standing;
    this.outbox.append(tx, messageRecorded, {
      conversationId,
      outletId: entry.outletId,
      contactId,
      message: {
        id: entry.messageId,
        seq: standing.seq,
        direction: 'inbound',
        author: 'customer',
        type: entry.type,
        ...(entry.text === undefined ? {} : { text: beginningOf(entry.text) }),
        status: 'received',
        wamid: entry.wamid,
        at: entry.at,
      },
    });
    const { outletId } = entry;
    this.live.append(tx, { outletId, conversationId, kind: 'message', refId: entry.messageId, seq: standing.seq });
    if (standing.seq === 1 || owner !== previousOwner || state !== previousState)
      this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    if (owner !== previousOwner) {
      this.outbox.append(tx, ownerChanged, {
        conversationId,
        outletId: entry.outletId,
        epoch,
        state,
        owner,
        previousOwner,
        reason: 'customer_wrote',
      });
    }
  }

  async #askBot(tx: Transaction, tenantId: string, entry: InboundEntry, standing: Standing): Promise<void> {
    const { conversationId, contactId, contactName, epoch, unansweredFromSeq, botFromSeq, debounceMs } = standing;
    if (debounceMs > 0) {
      tx.afterCommit(() => this.timers.set({ tenantId, conversationId, epoch }, debounceMs));
      return;
    }
    const question = composeQuestion(await this.conversations.turns(tx, conversationId, botFromSeq), unansweredFromSeq, contactName);
    if (!question) return;
    this.outbox.append(tx, replyRequested, {
      conversationId,
      outletId: entry.outletId,
      contactId,
      epoch,
      ...question,
    });
  }
}
