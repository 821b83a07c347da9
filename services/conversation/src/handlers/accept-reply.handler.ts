import { Injectable } from '@nestjs/common';
import { messageRecorded, ownerChanged, sendRequested, type EventOf, type replyGenerated } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox } from '#messaging';
import { Logger, Metrics } from '#service-kit';
import { v7 } from 'uuid';
import { recipientOf, textContent } from '../domain/message.js';
import { fitText, handoffNotice } from '../domain/reply-text.js';
import { storableText } from '../domain/stored-content.js';
import { MessagesRepository, type BotTurn, type SpokenTurn } from '../persistence/messages.repository.js';
import { TenantTextsRepository } from '../persistence/tenant-texts.repository.js';
import { LiveLog } from './live-log.js';

/** The bot's answer, or its decision to hand over, is taken if the bot still owns the conversation under the epoch it was asked. */
@Injectable()
export class AcceptReplyHandler {
  readonly #outcomes;

  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly texts: TenantTextsRepository,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#outcomes = metrics.counter({
      name: 'chasqui_replies_total',
      help: 'Generated replies by what became of them',
      labelNames: ['outcome'],
    });
  }

  async execute(event: EventOf<typeof replyGenerated>): Promise<void> {
    const { conversationId, outletId, epoch, outcome } = event.data;
    const result = await this.database.together(event.tenantId, async (tx) => {
      const turn = await this.#turnOf(tx, event);
      const spoken = await this.messages.speakTurn(tx, event.id, turn);
      if (spoken.outcome === 'spoken') this.#tell(tx, turn, spoken.turn);
      return spoken.outcome;
    });
    if (result === 'known') return;
    this.#outcomes.inc({ outcome: result === 'stale' ? 'stale' : outcome.kind });
    if (result === 'stale') this.logger.debug('a reply came too late and was discarded', { conversationId, outletId, epoch });
  }

  async #turnOf(tx: Transaction, event: EventOf<typeof replyGenerated>): Promise<BotTurn> {
    const { conversationId, outletId, epoch, outcome } = event.data;
    const common = { conversationId, epoch, messageId: v7(), at: new Date().toISOString() };
    if (outcome.kind === 'answer') {
      const text = fitText(storableText(outcome.text));
      return { ...common, author: 'bot', text, content: textContent(text), citations: outcome.citations, handoffReason: null };
    }
    const { message, language } = await this.texts.handoff(tx, outletId);
    const text = handoffNotice(message, language);
    return { ...common, author: 'system', text, content: textContent(text), citations: null, handoffReason: outcome.reason };
  }

  #tell(tx: Transaction, turn: BotTurn, { outletId, contactId, phone, userId, seq, epoch, state, owner }: SpokenTurn): void {
    const { conversationId, messageId, author, text, at, handoffReason } = turn;
    this.outbox.append(tx, sendRequested, {
      messageId,
      conversationId,
      outletId,
      to: recipientOf({ phone, userId }),
      class: 'reply',
      content: textContent(text),
    });
    this.outbox.append(tx, messageRecorded, {
      conversationId,
      outletId,
      contactId,
      message: { id: messageId, seq, direction: 'outbound', author, type: 'text', text, status: 'queued', at },
    });
    this.live.append(tx, { outletId, conversationId, kind: 'message', refId: messageId });
    if (handoffReason) {
      this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      this.outbox.append(tx, ownerChanged, { conversationId, outletId, epoch, state, owner, previousOwner: 'bot', reason: handoffReason });
    }
  }
}
