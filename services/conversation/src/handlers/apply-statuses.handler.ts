import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { mergeStatus } from '../domain/message-status.js';
import { MessagesRepository, type StandingStatus } from '../persistence/messages.repository.js';
import { AnswerFailed } from './answer-failed.js';
import { LiveLog } from './live-log.js';

/** What became of outbound messages, in whatever order it is told; a status that is ahead of its message waits for it. */
@Injectable()
export class ApplyStatusesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly inbox: Inbox,
    private readonly live: LiveLog,
    private readonly answerFailed: AnswerFailed,
  ) {}

  /** @param events of one tenant */
  async execute(events: EventOf<typeof statusChanged>[]): Promise<void> {
    const [first] = events;
    if (!first) return;
    await this.database.forTenant(first.tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      if (fresh.length === 0) return;
      const ids = [...new Set(fresh.map((event) => event.data.messageId))];
      const known = await this.messages.lockStatuses(tx, ids);
      const missing = ids.filter((id) => !known.has(id));
      if (missing.length > 0) {
        // Asked again once nobody can be recording them any more.
        await this.messages.holdIds(tx, missing);
        for (const [id, status] of await this.messages.lockStatuses(tx, missing)) known.set(id, status);
      }

      const changed = new Map<string, StandingStatus>();
      const failed = new Set<string>();
      const early: EventOf<typeof statusChanged>[] = [];
      for (const event of fresh) {
        const { messageId, ...change } = event.data;
        const current = known.get(messageId);
        if (!current) {
          // A message of a conversation stands there before it is sent: this one was erased, or was too old to be kept.
          if (event.data.conversationId === undefined) early.push(event);
          continue;
        }
        const merged = mergeStatus(current, change);
        if (merged === current) continue;
        if (merged.failed && !current.failed) failed.add(messageId);
        const standing = { ...current, ...merged };
        known.set(messageId, standing);
        changed.set(messageId, standing);
      }
      if (changed.size > 0) await this.messages.saveStatuses(tx, changed);
      for (const [refId, { outletId, conversationId }] of changed)
        this.live.append(tx, { outletId, conversationId, kind: 'status', refId });
      await this.answerFailed.execute(tx, [...failed], new Date());
      if (early.length > 0) {
        await this.messages.park(
          tx,
          early.map(({ id, data }) => ({ ...data, eventId: id })),
        );
      }
    });
  }
}
