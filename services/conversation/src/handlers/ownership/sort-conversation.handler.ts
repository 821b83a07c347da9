import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Identity } from '#service-kit';
import type { Conversation, Priority } from '../../domain/threads/conversation.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { Activities, callerOf } from '../activities/activities.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { requireTeams } from '../settings/require-teams.step.js';

/** How important a conversation is, and whose: changes nothing about who speaks. */
@Injectable()
export class SortConversationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly live: LiveLog,
    private readonly activities: Activities,
  ) {}

  /** What is undefined stays as it is. @throws {Problem} not_found, team_unknown */
  async execute(
    tenantId: string,
    id: string,
    change: { priority?: Priority | undefined; teamId?: string | null | undefined },
    caller: Identity,
  ): Promise<Conversation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, id);
      if (!conversation) throw Problem.notFound('conversation');
      const { priority = conversation.priority, teamId = conversation.teamId } = change;
      if (priority === conversation.priority && teamId === conversation.teamId) return conversation;
      await requireTeams(tx, this.settings, { teamId });
      await this.conversations.sort(tx, id, { priority, teamId });
      this.live.append(tx, { outletId: conversation.outletId, conversationId: id, kind: 'conversation' });
      const line = { conversationId: id, afterSeq: conversation.nextSeq - 1, by: callerOf(caller) };
      if (priority !== conversation.priority) this.activities.append(tx, { ...line, kind: 'priority_changed', detail: { priority } });
      if (teamId !== conversation.teamId) this.activities.append(tx, { ...line, kind: 'assigned_team', detail: { teamId } });
      return { ...conversation, priority, teamId };
    });
  }
}
