import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { nextResponseDue } from '../../domain/settings/inbox-settings.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { WaitsRepository } from '../../persistence/ownership/waits.repository.js';
import { LiveLog } from '../live/live-log.step.js';

/** An agent's answer did not reach the customer, who waits as before: a part of the transaction that learns it. */
@Injectable()
export class AnswerFailed {
  constructor(
    private readonly settings: InboxSettingsRepository,
    private readonly waits: WaitsRepository,
    private readonly live: LiveLog,
  ) {}

  /** @param messageIds that have failed now */
  async execute(tx: Transaction, messageIds: readonly string[], now: Date): Promise<void> {
    if (messageIds.length === 0) return;
    const waiting = await this.waits.unansweredAgain(tx, messageIds);
    const rules = await this.settings.rulesOf(tx, [...new Set(waiting.map(({ outletId }) => outletId))]);
    const promises = new Map<string, string>();
    for (const { conversationId, outletId } of waiting) {
      const dueAt = nextResponseDue(rules.get(outletId)!, now);
      if (dueAt) promises.set(conversationId, dueAt);
    }
    const promised = await this.waits.promise(tx, promises);
    for (const { conversationId, outletId } of waiting) {
      if (promised.has(conversationId)) this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    }
  }
}
