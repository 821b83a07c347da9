import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Identity } from '#service-kit';
import { isTakenByAnother, type Conversation, type OwnerMove } from '../../domain/threads/conversation.js';
import { firstResponseDue } from '../../domain/settings/inbox-settings.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { callerOf } from '../activities/activities.step.js';
import { AssignmentCalls } from './assignment-calls.state.js';
import { ChangeOfHands } from './change-of-hands.step.js';

export type PersonsMove =
  | { kind: 'take-over' }
  | { kind: 'handoff'; reason: string }
  | { kind: 'snooze'; until: Date }
  | { kind: 'reopen' }
  | { kind: 'release' }
  | { kind: 'close' };

const REASONS = { 'take-over': 'taken_over', snooze: 'snoozed', reopen: 'reopened', release: 'released', close: 'closed' } as const;

/** Somebody decides who is to speak. */
@Injectable()
export class ChangeOwnerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly hands: ChangeOfHands,
    private readonly assignmentCalls: AssignmentCalls,
  ) {}

  /** @returns the conversation afterwards @throws {Problem} not_found, already_taken, conversation_closed, until_out_of_range */
  async execute(tenantId: string, id: string, caller: Identity, move: PersonsMove): Promise<Conversation> {
    const agentId = caller.kind === 'user' ? caller.subject : undefined;
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, id);
      if (!conversation) throw Problem.notFound('conversation');
      if (move.kind === 'take-over' && isTakenByAnother(conversation, agentId)) {
        throw alreadyTaken(conversation.assigneeId);
      }
      if (move.kind === 'snooze') requireSnooze(conversation, move.until);
      const reason = move.kind === 'handoff' ? move.reason : REASONS[move.kind];
      return this.hands.apply(tx, conversation, await this.#moveOf(tx, conversation, move, agentId), reason, callerOf(caller));
    });
  }

  async #moveOf(tx: Transaction, { outletId }: Conversation, move: PersonsMove, agentId: string | undefined): Promise<OwnerMove> {
    const by = agentId === undefined ? {} : { agentId };
    const now = new Date();
    switch (move.kind) {
      case 'take-over':
      case 'reopen':
        return { kind: move.kind, ...by };
      case 'snooze':
        return { kind: 'snooze', until: move.until.toISOString() };
      case 'close':
        return { kind: 'close', at: now.toISOString() };
      case 'handoff': {
        const rules = await this.settings.rules(tx, outletId);
        this.assignmentCalls.afterCommit(tx, outletId, rules);
        return { ...move, dueAt: firstResponseDue(rules, now) };
      }
      default:
        return move;
    }
  }
}

const alreadyTaken = (assigneeId: string | null): Problem =>
  new Problem(
    409,
    'already_taken',
    `User ${assigneeId} has the conversation. To take it from them, assign it to yourself.`,
    undefined,
    {},
    { assigneeId },
  );

const LONGEST_SNOOZE_MS = 366 * 24 * 60 * 60_000;

function requireSnooze(conversation: Conversation, until: Date): void {
  if (conversation.state === 'closed') {
    throw new Problem(409, 'conversation_closed', 'A closed conversation cannot be snoozed; reopen it first.');
  }
  const ms = until.getTime() - Date.now();
  // An invalid date gives NaN, which fails too.
  if (!(ms > 0 && ms <= LONGEST_SNOOZE_MS)) {
    throw new Problem(400, 'until_out_of_range', 'until must be a time in the future, at most a year ahead.');
  }
}
