import { Injectable } from '@nestjs/common';
import { ownerChanged } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { beginsAnew, moveOwner, type Conversation, type OwnerMove } from '../../domain/threads/conversation.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** The one way in which people and jobs move a conversation; the customer and the bot move it in the statements of their messages. */
@Injectable()
export class ChangeOfHands {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
  ) {}

  /**
   * Moves a conversation that this transaction has locked, and tells it. A move that changes nothing is told to nobody; one that leaves
   * it in the same hands is seen live, and is no event.
   *
   * @returns the conversation afterwards
   */
  async apply(tx: Transaction, conversation: Conversation, move: OwnerMove, reason: string): Promise<Conversation> {
    const to = moveOwner(conversation, move);
    if (!to) return conversation;
    const { id, outletId, owner: previousOwner } = conversation;
    const ends = to.epoch !== conversation.epoch;
    const isAnew = beginsAnew(conversation, to);
    await this.conversations.saveOwnership(tx, id, to, { ends, beginsAnew: isAnew });
    this.live.append(tx, { outletId, conversationId: id, kind: 'conversation' });
    if (ends) {
      const { epoch, state, owner, assigneeId } = to;
      this.outbox.append(tx, ownerChanged, {
        conversationId: id,
        outletId,
        epoch,
        state,
        owner,
        previousOwner,
        ...(assigneeId ? { assigneeId } : {}),
        reason,
      });
    }
    return {
      ...conversation,
      ...to,
      ...(ends ? { unansweredFromSeq: conversation.nextSeq } : {}),
      ...(isAnew ? { botFromSeq: conversation.nextSeq } : {}),
    };
  }
}
