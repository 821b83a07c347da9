import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Identity } from '#service-kit';
import type { Conversation, OwnerMove } from '../../domain/threads/conversation.js';
import { firstResponseDue } from '../../domain/settings/inbox-settings.js';
import { AssignmentsRepository } from '../../persistence/ownership/assignments.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { MembersRepository } from '../../persistence/collaboration/members.repository.js';
import { callerOf } from '../activities/activities.step.js';
import { AssignmentCalls } from './assignment-calls.state.js';
import { ChangeOfHands } from './change-of-hands.step.js';
import { requireTeams } from '../settings/require-teams.step.js';

export type Assignee = { userId: string } | { teamId: string } | { mode: 'auto' };

/** Gives a conversation to a person, to a team, or to the person who is next. */
@Injectable()
export class AssignHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly members: MembersRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly assignments: AssignmentsRepository,
    private readonly hands: ChangeOfHands,
    private readonly assignmentCalls: AssignmentCalls,
  ) {}

  /** @throws {Problem} not_found, assignee_not_possible, team_unknown, nobody_available */
  async execute(tenantId: string, id: string, to: Assignee, caller: Identity): Promise<Conversation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, id);
      if (!conversation) throw Problem.notFound('conversation');
      return this.hands.apply(tx, conversation, await this.#moveTo(tx, conversation, to), 'assigned', callerOf(caller));
    });
  }

  async #moveTo(tx: Transaction, conversation: Conversation, to: Assignee): Promise<OwnerMove> {
    if ('userId' in to) {
      // Else the conversation would be with somebody who cannot answer, and the bot would be silent.
      if (await this.members.mayWrite(tx, to.userId)) return { kind: 'assign', userId: to.userId };
      throw new Problem(422, 'assignee_not_possible', 'userId must be a member of this tenant with the role agent, admin or owner.');
    }
    const rules = await this.settings.rules(tx, conversation.outletId);
    if ('teamId' in to) {
      await requireTeams(tx, this.settings, { teamId: to.teamId });
      this.assignmentCalls.afterCommit(tx, conversation.outletId, rules);
      return { kind: 'assign-team', teamId: to.teamId, dueAt: firstResponseDue(rules, new Date()) };
    }
    await this.assignments.lockTurn(tx);
    const assignment = rules.assignment === 'manual' ? 'round_robin' : rules.assignment;
    const teamId = conversation.teamId ?? rules.teamId;
    const userId = await this.assignments.takeTurn(tx, { ...rules, assignment, teamId, not: conversation.escalatedFrom });
    if (userId) return { kind: 'assign', userId };
    throw new Problem(
      409,
      'nobody_available',
      'No member of the team is online with room for another conversation. Assign it to a person.',
    );
  }
}
