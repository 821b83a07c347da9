import { Injectable } from '@nestjs/common';
import { ownerChanged } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { activityOf, canUndo, type ActivityActor } from '../../domain/activities/activity.js';
import {
  beginsAnew,
  moveOwner,
  ownershipOf,
  type Conversation,
  type OwnerMove,
  type Ownership,
} from '../../domain/threads/conversation.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { Activities } from '../activities/activities.step.js';
import { PlanSurvey } from '../surveys/plan-survey.step.js';
import { LiveLog } from '../live/live-log.step.js';

/** The one way in which people and jobs move a conversation; the customer and the bot move it in the statements of their messages. */
@Injectable()
export class ChangeOfHands {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
    private readonly activities: Activities,
    private readonly planSurvey: PlanSurvey,
  ) {}

  /**
   * Moves a conversation that this transaction has locked, and tells it. A move that changes nothing is told to nobody; one that leaves
   * it in the same hands is seen live, and is no event. Either way people read in the thread what happened and who did it.
   *
   * @returns the conversation afterwards
   */
  async apply(tx: Transaction, conversation: Conversation, move: OwnerMove, reason: string, by: ActivityActor): Promise<Conversation> {
    const to = moveOwner(conversation, move);
    if (!to) return conversation;
    const { id, outletId, owner: previousOwner } = conversation;
    const ends = to.epoch !== conversation.epoch;
    const isAnew = beginsAnew(conversation, to);
    await this.conversations.saveOwnership(tx, id, to, { ends, beginsAnew: isAnew });
    this.live.append(tx, { outletId, conversationId: id, kind: 'conversation' });
    this.#note(tx, conversation, to, move, by);
    if (ends && to.state === 'closed') await this.planSurvey.execute(tx, conversation, to.epoch, by);
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

  #note(tx: Transaction, from: Conversation, to: Ownership, move: OwnerMove, by: ActivityActor): void {
    const { id, nextSeq, unansweredFromSeq, botFromSeq } = from;
    const activity = activityOf(from, to, move, to.epoch !== from.epoch);
    if (!activity) return;
    const before = { ownership: ownershipOf(from), unansweredFromSeq, botFromSeq };
    const undo = canUndo(move) && to.epoch !== from.epoch ? { undo: { epoch: to.epoch, before } } : {};
    this.activities.append(tx, { conversationId: id, afterSeq: nextSeq - 1, by, ...activity, ...undo });
  }
}
