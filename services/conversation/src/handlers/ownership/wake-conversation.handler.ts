import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { BY_SYSTEM } from '../../domain/activities/activity.js';
import type { DueConversation } from '../../domain/ownership/waits.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { WaitsRepository } from '../../persistence/ownership/waits.repository.js';
import { ChangeOfHands } from './change-of-hands.step.js';

/** A conversation has slept long enough: it is in the inbox again, in the same hands. */
@Injectable()
export class WakeConversationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly waits: WaitsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly hands: ChangeOfHands,
  ) {}

  async execute({ tenantId, conversationId }: DueConversation): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const conversation = (await this.waits.lockRested(tx, conversationId)) && (await this.conversations.lock(tx, conversationId));
      if (conversation) await this.hands.apply(tx, conversation, { kind: 'wake' }, 'woken', BY_SYSTEM);
    });
  }
}
