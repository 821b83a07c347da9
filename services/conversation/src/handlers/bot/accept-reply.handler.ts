import { Injectable } from '@nestjs/common';
import { ownerChanged, type EventOf, type replyGenerated } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox } from '#messaging';
import { Logger, Metrics } from '#service-kit';
import { v7 } from 'uuid';
import { closedSince } from '../../domain/settings/business-hours.js';
import { firstResponseDue, type InboxRules } from '../../domain/settings/inbox-settings.js';
import { recipientOf, textContent } from '../../domain/threads/message.js';
import { fitText, handoffNotice } from '../../domain/threads/reply-text.js';
import { storableText } from '../../domain/threads/stored-content.js';
import { BotTurnsRepository, type BotTurn, type SpokenTurn, type TurnOutcome } from '../../persistence/bot/bot-turns.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { Activities } from '../activities/activities.step.js';
import { AssignmentCalls } from '../ownership/assignment-calls.state.js';
import { LiveLog } from '../live/live-log.step.js';
import { Said } from '../threads/said.step.js';

type ReplyGenerated = EventOf<typeof replyGenerated>;

/** The bot's answers, or its decisions to hand over: each is taken if the bot still owns the conversation under the epoch it was asked. */
@Injectable()
export class AcceptReplyHandler {
  readonly #outcomes;

  constructor(
    private readonly database: TenantDatabase,
    private readonly turns: BotTurnsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly assignmentCalls: AssignmentCalls,
    private readonly said: Said,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
    private readonly activities: Activities,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.#outcomes = metrics.counter({
      name: 'chasqui_replies_total',
      help: 'Generated replies by what became of them',
      labelNames: ['outcome'],
    });
  }

  /** @param given of one tenant */
  async execute(given: readonly ReplyGenerated[]): Promise<void> {
    const [first] = given;
    if (!first) return;
    const events = [...new Map(given.map((event) => [event.id, event])).values()];
    const outcomes = await this.database.together(first.tenantId, async (tx) => {
      const turns = await this.#turnsOf(tx, events);
      const spoken = await this.turns.speak(tx, turns);
      for (const [position, turn] of turns.entries()) {
        const result = spoken.get(turn.eventId)!;
        if (result.outcome === 'spoken') this.#tell(tx, events[position]!, turn, result.turn);
      }
      return spoken;
    });
    for (const event of events) this.#count(event, outcomes.get(event.id)!);
  }

  #count({ data }: ReplyGenerated, { outcome }: TurnOutcome): void {
    if (outcome === 'known') return;
    const { conversationId, outletId, epoch } = data;
    this.#outcomes.inc({ outcome: outcome === 'stale' ? 'stale' : data.outcome.kind });
    if (outcome === 'stale') this.logger.debug('a reply came too late and was discarded', { conversationId, outletId, epoch });
  }

  async #turnsOf(tx: Transaction, events: readonly ReplyGenerated[]): Promise<BotTurn[]> {
    const handoffs = events.filter(({ data }) => data.outcome.kind === 'handoff').map(({ data }) => data.outletId);
    const rules = await this.settings.rulesOf(tx, [...new Set(handoffs)]);
    for (const [outletId, inbox] of rules) this.assignmentCalls.afterCommit(tx, outletId, inbox);
    const now = new Date();
    return events.map((event) => turnOf(event, rules.get(event.data.outletId), now));
  }

  #tell(tx: Transaction, { traceId }: ReplyGenerated, turn: BotTurn, spoken: SpokenTurn): void {
    const { outletId, contactId, seq, epoch, state, owner } = spoken;
    const { conversationId, messageId, author, at, handoffReason: reason } = turn;
    const text = (spoken.isAway && turn.away?.text) || turn.text;
    const message = { id: messageId, seq, direction: 'outbound', author, type: 'text', text, status: 'queued', at } as const;
    const to = recipientOf(spoken);
    this.said.append(
      tx,
      { conversationId, outletId, contactId, message, traceId },
      { to, content: textContent(text), windowExpiresAt: spoken.windowExpiresAt },
    );
    if (reason) {
      this.activities.append(tx, { conversationId, afterSeq: seq - 1, kind: 'handed_over', by: { author: 'bot' }, detail: { reason } });
      this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      const change = { conversationId, outletId, epoch, state, owner, previousOwner: 'bot', reason } as const;
      this.outbox.append(tx, ownerChanged, change, traceId ? { traceId } : {});
    }
  }
}

function turnOf({ id, data }: ReplyGenerated, rules: InboxRules | undefined, now: Date): BotTurn {
  const { conversationId, epoch, outcome } = data;
  const common = { eventId: id, conversationId, epoch, messageId: v7(), at: now.toISOString() };
  if (outcome.kind === 'answer') {
    const text = fitText(storableText(outcome.text));
    const answer = { ...common, author: 'bot', text, content: textContent(text), citations: outcome.citations } as const;
    return { ...answer, handoffReason: null, responseDueAt: null, away: null };
  }
  if (!rules) throw new Error('a handoff needs the rules of its inbox');
  const text = handoffNotice(rules.handoffMessage, data.language ?? rules.language);
  const since = closedSince(rules.businessHours, now);
  const awayText = fitText(rules.awayMessage ?? '');
  return {
    ...common,
    author: 'system',
    text,
    content: textContent(text),
    citations: null,
    handoffReason: outcome.withheld ?? (outcome.unseen ? 'unseen_attachment' : outcome.reason),
    responseDueAt: firstResponseDue(rules, now),
    away: since && awayText ? { text: awayText, content: textContent(awayText), closedSince: since } : null,
  };
}
