import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { BY_SYSTEM } from '../../domain/activities/activity.js';
import type { InboxRules } from '../../domain/settings/inbox-settings.js';
import type { WaitingInbox } from '../../domain/ownership/waits.js';
import { AssignmentsRepository } from '../../persistence/ownership/assignments.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { ChangeOfHands } from './change-of-hands.step.js';

/** Given away in one transaction at most: it holds the turn of the tenant. */
const MAX_AT_ONCE = 20;
const MAX_TRIED = 200;

/** Gives what waits in an inbox to those who are there, in their turn, as long as they have room. */
@Injectable()
export class AssignWaitingHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly assignments: AssignmentsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly hands: ChangeOfHands,
  ) {}

  async execute({ tenantId, outletId }: WaitingInbox): Promise<void> {
    let isMore = true;
    while (isMore) {
      isMore = await this.database.forTenant(tenantId, async (tx) => {
        const rules = await this.settings.rules(tx, outletId);
        if (rules.assignment === 'manual') return false;
        await this.assignments.lockTurn(tx);
        return this.#give(tx, outletId, rules);
      });
    }
  }

  /** @returns whether there may be more to give */
  async #give(tx: Transaction, outletId: string, rules: InboxRules): Promise<boolean> {
    const passed = { teams: [] as string[], teamsWithout: [] as string[] };
    let given = 0;
    // What is passed over is passed over with all that is like it: it never stands before what could be given.
    for (let tried = 0; given < MAX_AT_ONCE && tried < MAX_TRIED; tried++) {
      const id = await this.assignments.nextWaiting(tx, outletId, passed, rules.teamId);
      const conversation = id && (await this.conversations.lock(tx, id));
      if (!conversation) return false;
      const teamId = conversation.teamId ?? rules.teamId;
      const userId = await this.assignments.takeTurn(tx, { ...rules, teamId, not: conversation.escalatedFrom });
      if (userId) {
        await this.hands.apply(tx, conversation, { kind: 'assign', userId }, 'assigned', BY_SYSTEM);
        given++;
      } else if (conversation.escalatedFrom) passed.teamsWithout.push(`${teamId ?? ''}/${conversation.escalatedFrom}`);
      else passed.teams.push(teamId ?? '');
    }
    return given > 0;
  }
}
