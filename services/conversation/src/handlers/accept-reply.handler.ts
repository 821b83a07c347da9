import { Injectable } from '@nestjs/common';
import { messageRecorded, ownerChanged, sendRequested, type EventOf, type replyGenerated } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox } from '#messaging';
import { Logger, Metrics } from '#service-kit';
import { v7 } from 'uuid';
import { closedSince } from '../domain/business-hours.js';
import { firstResponseDue } from '../domain/inbox-settings.js';
import { recipientOf, textContent } from '../domain/message.js';
import { fitText, handoffNotice } from '../domain/reply-text.js';
import { storableText } from '../domain/stored-content.js';
import { InboxSettingsRepository } from '../persistence/inbox-settings.repository.js';
import { MessagesRepository, type BotTurn, type SpokenTurn } from '../persistence/messages.repository.js';
import { AssignmentCalls } from './assignment-calls.js';
import { LiveLog } from './live-log.js';

/** The bot's answer, or its decision to hand over, is taken if the bot still owns the conversation under the epoch it was asked. */
@Injectable()
export class AcceptReplyHandler {
  readonly #outcomes;

  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly assignmentCalls: AssignmentCalls,
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
    const now = new Date();
    const common = { conversationId, epoch, messageId: v7(), at: now.toISOString() };
    if (outcome.kind === 'answer') {
      const text = fitText(storableText(outcome.text));
      const answer = { ...common, author: 'bot', text, content: textContent(text), citations: outcome.citations } as const;
      return { ...answer, handoffReason: null, responseDueAt: null, away: null };
    }
    const rules = await this.settings.rules(tx, outletId);
    const text = handoffNotice(rules.handoffMessage, rules.language);
    const since = closedSince(rules.businessHours, now);
    const awayText = fitText(rules.awayMessage ?? '');
    this.assignmentCalls.afterCommit(tx, outletId, rules);
    return {
      ...common,
      author: 'system',
      text,
      content: textContent(text),
      citations: null,
      handoffReason: outcome.reason,
      responseDueAt: firstResponseDue(rules, now),
      away: since && awayText ? { text: awayText, content: textContent(awayText), closedSince: since } : null,
    };
  }

  #tell(tx: Transaction, turn: BotTurn, spoken: SpokenTurn): void {
    const { outletId, contactId, phone, userId, seq, epoch, state, owner } = spoken;
    const { conversationId, messageId, author, at, handoffReason } = turn;
    const text = (spoken.isAway && turn.away?.text) || turn.text;
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
    this.live.append(tx, { outletId, conversationId, kind: 'message', refId: messageId, seq });
    if (handoffReason) {
      this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      this.outbox.append(tx, ownerChanged, { conversationId, outletId, epoch, state, owner, previousOwner: 'bot', reason: handoffReason });
    }
  }
}
