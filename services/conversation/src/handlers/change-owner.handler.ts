import { Injectable } from '@nestjs/common';
import { ownerChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { Problem } from '#service-kit';
import { moveOwner, type Conversation, type OwnerMove } from '../domain/conversation.js';
import { ConversationsRepository } from '../persistence/conversations.repository.js';
import { MembersRepository } from '../persistence/members.repository.js';
import { LiveLog } from './live-log.js';

const REASONS = { assign: 'assigned', release: 'released', close: 'closed' } as const;

/** Somebody decides who is to speak. A move that changes nothing is told to nobody. */
@Injectable()
export class ChangeOwnerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly members: MembersRepository,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
  ) {}

  /** @returns the conversation afterwards @throws {Problem} not_found, assignee_not_possible */
  async execute(tenantId: string, id: string, move: Exclude<OwnerMove, { kind: 'take-over' }>): Promise<Conversation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, id);
      if (!conversation) throw Problem.notFound('conversation');
      // Else the conversation would be with somebody who cannot answer, and the bot would be silent.
      if (move.kind === 'assign' && !(await this.members.mayWrite(tx, move.userId))) {
        throw new Problem(422, 'assignee_not_possible', 'userId must be a member of this tenant with the role agent, admin or owner.');
      }
      const to = moveOwner(conversation, move);
      if (!to) return conversation;
      await this.conversations.saveOwnership(tx, id, to);
      this.live.append(tx, { outletId: conversation.outletId, conversationId: id, kind: 'conversation' });
      this.outbox.append(tx, ownerChanged, {
        conversationId: id,
        outletId: conversation.outletId,
        epoch: to.epoch,
        state: to.state,
        owner: to.owner,
        previousOwner: conversation.owner,
        reason: move.kind === 'handoff' ? move.reason : REASONS[move.kind],
      });
      return { ...conversation, ...to };
    });
  }
}
