import { Injectable } from '@nestjs/common';
import type { EventOf, flowMoved } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { BY_SYSTEM } from '../../domain/activities/activity.js';
import { firstResponseDue } from '../../domain/settings/inbox-settings.js';
import { FlowHoldsRepository } from '../../persistence/flows/flow-holds.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { AskAgain } from '../bot/ask-again.step.js';
import { AssignmentCalls } from '../ownership/assignment-calls.state.js';
import { ChangeOfHands } from '../ownership/change-of-hands.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { ApplyContactDeeds } from './apply-contact-deeds.step.js';

type Moved = EventOf<typeof flowMoved>;

/** Why a conversation waits for a person, where a flow has said so. */
const BY_FLOW = 'flow';

/**
 * A flow has gone on. It and the bot have a conversation in turn, by the epoch: whatever the bot was asked before is not spoken any more, and
 * nothing is asked while the flow waits. Where a person has the conversation, only what concerns the contact is done.
 */
@Injectable()
export class ApplyFlowHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly contactDeeds: ApplyContactDeeds,
    private readonly conversations: ConversationsRepository,
    private readonly holds: FlowHoldsRepository,
    private readonly askAgain: AskAgain,
    private readonly settings: InboxSettingsRepository,
    private readonly hands: ChangeOfHands,
    private readonly assignmentCalls: AssignmentCalls,
    private readonly live: LiveLog,
  ) {}

  async execute(event: Moved): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      // The contact before the conversation, as whoever records a message does.
      await this.contactDeeds.execute(tx, event.data.contactId, event.data.deeds);
      await this.#move(tx, event);
    });
  }

  async #move(tx: Transaction, { id: eventId, data: { conversationId, runId, seq, waits, deeds } }: Moved): Promise<void> {
    const conversation = await this.conversations.lock(tx, conversationId);
    if (conversation?.owner !== 'bot' || conversation.state === 'closed') return;
    const toBot = deeds.some(({ kind }) => kind === 'answer');
    const move = { runId: waits ? runId : null, unansweredFromSeq: toBot ? seq : seq + 1, eventId };
    // One that comes late, after a crash, would give the conversation to a flow that is over.
    if (!(await this.holds.move(tx, conversationId, move))) return;
    this.live.append(tx, { outletId: conversation.outletId, conversationId, kind: 'conversation' });
    if (deeds.some(({ kind }) => kind === 'handoff')) return this.#handOver(tx, conversationId);
    if (waits) return;
    // What the customer has said since to the flow is now the bot's to answer.
    const open = (await this.holds.saidAfter(tx, conversationId, seq)) ?? (toBot ? seq : undefined);
    if (open !== undefined) await this.askAgain.execute(tx, conversationId, open);
  }

  async #handOver(tx: Transaction, conversationId: string): Promise<void> {
    const conversation = (await this.conversations.lock(tx, conversationId))!;
    const rules = await this.settings.rules(tx, conversation.outletId);
    const dueAt = firstResponseDue(rules, new Date());
    await this.hands.apply(tx, conversation, { kind: 'handoff', reason: BY_FLOW, dueAt }, BY_FLOW, BY_SYSTEM);
    this.assignmentCalls.afterCommit(tx, conversation.outletId, rules);
  }
}
