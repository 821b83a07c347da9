import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { BY_SYSTEM } from '../../domain/activities/activity.js';
import { isWindowOpen } from '../../domain/threads/service-window.js';
import type { DueConversation } from '../../domain/ownership/waits.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { WaitsRepository } from '../../persistence/ownership/waits.repository.js';
import { AssignmentCalls } from './assignment-calls.state.js';
import { ChangeOfHands } from './change-of-hands.step.js';
import { SystemVoice } from '../threads/system-voice.step.js';

/**
 * Nobody wrote in time. One transaction does everything and clears the due time: a process that dies in the middle has done nothing, and a
 * second one finds nothing due.
 */
@Injectable()
export class EscalateHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly waits: WaitsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly hands: ChangeOfHands,
    private readonly voice: SystemVoice,
    private readonly assignmentCalls: AssignmentCalls,
  ) {}

  async execute({ tenantId, conversationId }: DueConversation): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const conversation = (await this.waits.lockOverdue(tx, conversationId)) && (await this.conversations.lock(tx, conversationId));
      if (!conversation) return;
      const rules = await this.settings.rules(tx, conversation.outletId);
      const now = new Date();
      const move = { kind: 'escalate', at: now.toISOString(), teamId: rules.escalationTeamId } as const;
      await this.hands.apply(tx, conversation, move, 'sla_missed', BY_SYSTEM);
      if (rules.escalationMessage && isWindowOpen(conversation.windowExpiresAt, now)) {
        await this.voice.say(tx, conversationId, rules.escalationMessage, now);
      }
      this.assignmentCalls.afterCommit(tx, conversation.outletId, rules);
    });
  }
}
