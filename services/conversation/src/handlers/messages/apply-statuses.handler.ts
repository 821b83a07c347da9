import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { mergeStatus, QUEUED, type MessageStatus } from '../../domain/threads/message-status.js';
import { StatusesRepository, type AppliedStatus } from '../../persistence/messages/statuses.repository.js';
import { AnswerFailed } from '../ownership/answer-failed.step.js';
import { LiveLog } from '../live/live-log.step.js';

type StatusChanged = EventOf<typeof statusChanged>;

/** What became of outbound messages, in whatever order it is told; a status that is ahead of its message waits for it. */
@Injectable()
export class ApplyStatusesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly statuses: StatusesRepository,
    private readonly live: LiveLog,
    private readonly answerFailed: AnswerFailed,
  ) {}

  /** @param events of one tenant */
  async execute(events: StatusChanged[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    await this.database.together(first.tenantId, async (tx) => {
      const ids = events.map(({ id }) => id);
      const applied = await this.statuses.apply(tx, ids, foldedOf(events));
      const missing = new Set(applied.filter(({ isKnown }) => !isKnown).map(({ messageId }) => messageId));
      // A message of a conversation stands there before it is sent: one that is not there was erased, or was too old to be kept.
      const early = events.filter(({ data }) => data.conversationId === undefined && missing.has(data.messageId));
      if (early.length > 0) applied.push(...(await this.#park(tx, early)));
      await this.#tell(tx, events, applied);
    });
  }

  /** @returns what became known meanwhile */
  async #park(tx: Transaction, early: StatusChanged[]): Promise<AppliedStatus[]> {
    // Works that share a transaction do not wait for each other's locks.
    tx.alone();
    await this.statuses.holdIds(tx, [...new Set(early.map(({ data }) => data.messageId))]);
    // Asked again once nobody can be recording them any more.
    const applied = await this.statuses.apply(tx, [], foldedOf(early));
    const missing = new Set(applied.filter(({ isKnown }) => !isKnown).map(({ messageId }) => messageId));
    const parked = early.filter(({ data }) => missing.has(data.messageId)).map(({ id, data }) => ({ ...data, eventId: id }));
    if (parked.length > 0) await this.statuses.park(tx, parked);
    return applied;
  }

  async #tell(tx: Transaction, events: readonly StatusChanged[], applied: readonly AppliedStatus[]): Promise<void> {
    const outlets = new Map(events.map(({ data }) => [data.messageId, data.outletId]));
    for (const { messageId, conversationId } of applied) {
      const outletId = outlets.get(messageId);
      if (conversationId && outletId) this.live.append(tx, { outletId, conversationId, kind: 'status', refId: messageId });
    }
    const failed = applied.filter(({ hasFailed }) => hasFailed).map(({ messageId }) => messageId);
    await this.answerFailed.execute(tx, failed, new Date());
  }
}

/** What the events of each message come to. */
function foldedOf(events: readonly StatusChanged[]): Map<string, MessageStatus> {
  const folded = new Map<string, MessageStatus>();
  for (const { data } of events) folded.set(data.messageId, mergeStatus(folded.get(data.messageId) ?? QUEUED, data));
  return folded;
}
