import { Injectable } from '@nestjs/common';
import { ownerChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { Problem, type Identity } from '#service-kit';
import { standsAsLeft, UNDO_MS } from '../../domain/activities/activity.js';
import type { Conversation } from '../../domain/threads/conversation.js';
import { ActivitiesRepository } from '../../persistence/activities/activities.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { Activities, callerOf } from '../activities/activities.step.js';
import { LiveLog } from '../live/live-log.step.js';

/** Somebody pressed the wrong button: the conversation stands as before, if nothing has happened to it since. */
@Injectable()
export class UndoHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly lines: ActivitiesRepository,
    private readonly activities: Activities,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
  ) {}

  /**
   * The epoch grows with this too, so that nothing that was asked for in between is spoken.
   *
   * @param epoch that the move led to @returns the conversation afterwards @throws {Problem} not_found, undo_not_possible
   */
  async execute(tenantId: string, id: string, caller: Identity, epoch: number): Promise<Conversation> {
    return this.database.forTenant(tenantId, async (tx) => {
      const present = await this.conversations.lock(tx, id);
      if (!present) throw Problem.notFound('conversation');
      const done = present.epoch === epoch ? await this.lines.undoable(tx, id, epoch) : undefined;
      const isLate = !done || Date.now() - Date.parse(done.at) > UNDO_MS;
      if (isLate || done.actorId !== caller.subject || !standsAsLeft(present, done.kind)) throw notPossible();
      const { ownership, unansweredFromSeq, botFromSeq } = done.before;
      const to = { ...ownership, epoch: epoch + 1 };
      await this.conversations.saveOwnership(tx, id, to, { ends: true, beginsAnew: false });
      const asksBot = to.owner === 'bot' && unansweredFromSeq < present.nextSeq;
      await this.conversations.goOn(tx, id, { unansweredFromSeq, botFromSeq, asksBot });
      const { outletId, owner: previousOwner, nextSeq } = present;
      const { state, owner, assigneeId } = to;
      this.activities.append(tx, { conversationId: id, afterSeq: nextSeq - 1, kind: 'undone', by: callerOf(caller) });
      this.live.append(tx, { outletId, conversationId: id, kind: 'conversation' });
      const who = assigneeId ? { assigneeId } : {};
      this.outbox.append(tx, ownerChanged, {
        conversationId: id,
        outletId,
        epoch: to.epoch,
        state,
        owner,
        previousOwner,
        ...who,
        reason: 'undone',
      });
      return { ...present, ...to, unansweredFromSeq, botFromSeq };
    });
  }
}

const notPossible = (): Problem =>
  new Problem(409, 'undo_not_possible', 'The conversation has changed since, or it was not you who changed it. Nothing was undone.');
