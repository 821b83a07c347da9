import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { BY_SYSTEM } from '../../domain/activities/activity.js';
import { firstResponseDue } from '../../domain/settings/inbox-settings.js';
import type { DueConversation } from '../../domain/ownership/waits.js';
import { AssignmentsRepository } from '../../persistence/ownership/assignments.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { AssignmentCalls } from './assignment-calls.state.js';
import { ChangeOfHands } from './change-of-hands.step.js';

/** The assignee can no longer answer (left, or lost the role): the conversation waits for somebody else. */
@Injectable()
export class TakeBackHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly assignments: AssignmentsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly hands: ChangeOfHands,
    private readonly assignmentCalls: AssignmentCalls,
  ) {}

  async execute({ tenantId, conversationId }: DueConversation): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const isGone = await this.assignments.lockAbandoned(tx, conversationId);
      const conversation = isGone && (await this.conversations.lock(tx, conversationId));
      if (!conversation) return;
      const rules = await this.settings.rules(tx, conversation.outletId);
      // A promise that runs already stands; a customer who waits for nothing is promised nothing.
      const isAwaited = conversation.unansweredFromSeq < conversation.nextSeq;
      const dueAt = isAwaited ? firstResponseDue(rules, new Date()) : null;
      await this.hands.apply(tx, conversation, { kind: 'handoff', reason: 'assignee_gone', dueAt }, 'assignee_gone', BY_SYSTEM);
      this.assignmentCalls.afterCommit(tx, conversation.outletId, rules);
    });
  }
}
