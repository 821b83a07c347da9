import { Injectable } from '@nestjs/common';
import { IN_GROUP } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { v7 } from 'uuid';
import { BY_SYSTEM } from '../../domain/activities/activity.js';
import { GroupsRepository } from '../../persistence/groups/groups.repository.js';
import { ChangesRepository } from '../../persistence/messages/changes.repository.js';
import { PlacesRepository } from '../../persistence/messages/places.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { ReconcileContact } from '../contacts/reconcile-contact.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { AssignmentCalls } from '../ownership/assignment-calls.state.js';
import { ChangeOfHands } from '../ownership/change-of-hands.step.js';
import { EnterMessages, type Arrived, type Entry } from './enter-messages.step.js';
import { whoAlone } from './find-places.step.js';

/**
 * Somebody wrote in a group: it stands in the thread of the group, never in their own, and whatever is answered goes into the group. The
 * bot is silent there unless the inbox has it otherwise: the thread then waits for a person.
 */
@Injectable()
export class RecordGroupMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly places: PlacesRepository,
    private readonly groups: GroupsRepository,
    private readonly changes: ChangesRepository,
    private readonly conversations: ConversationsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly reconcileContact: ReconcileContact,
    private readonly enter: EnterMessages,
    private readonly hands: ChangeOfHands,
    private readonly assignmentCalls: AssignmentCalls,
    private readonly live: LiveLog,
  ) {}

  /** In a transaction of its own: contact first, then group, then thread, the order in which everybody locks them. */
  async execute(tenantId: string, entry: Entry & { groupId: string }, now: Date): Promise<void> {
    const { eventId, outletId, groupId, at } = entry;
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.inbox.claimId(tx, eventId))) return;
      await this.changes.hold(tx, 'shared');
      const { isCopy, isLate } = await this.places.standingOf(tx, entry);
      if (isCopy) return;
      const isOld = isLate || (await this.groups.wasSeenSince(tx, entry.seen, at));
      const senderId = await this.reconcileContact.execute(tx, isOld ? whoAlone(entry.seen) : entry.seen, { newId: entry.newContactId });
      const contactId = await this.groups.contactOf(tx, groupId, v7());
      const { conversationId, owner } = await this.groups.lockThread(tx, contactId, outletId, { conversationId: v7(), at });
      if (await this.groups.see(tx, contactId, { contactId: senderId, isMember: true, at })) {
        this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      }
      const rules = await this.settings.rules(tx, outletId);
      const asksForReply = entry.asksForReply && rules.botInGroups;
      // A group has no name that the bot could call anybody by.
      const place = { conversationId, contactId, contactName: null, owner };
      const [arrived] = await this.enter.execute(tx, [{ ...entry, senderId, asksForReply, place }], now);
      if (!arrived?.isTurn || rules.botInGroups || arrived.standing.owner !== 'bot') return;
      await this.#leaveToPeople(tx, arrived);
      this.assignmentCalls.afterCommit(tx, outletId, rules);
    });
  }

  async #leaveToPeople(tx: Transaction, { standing }: Arrived): Promise<void> {
    const conversation = await this.conversations.lock(tx, standing.conversationId);
    if (!conversation) throw new Error('the thread of the group is locked and yet not there');
    await this.hands.apply(tx, conversation, { kind: 'handoff', reason: IN_GROUP, dueAt: null }, IN_GROUP, BY_SYSTEM);
  }
}
