import { Injectable } from '@nestjs/common';
import type { EventOf, messageRecorded } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { countUp, type Occurrence } from '../../domain/figures/counts.js';
import { ofMessage, type RecordedMessage } from '../../domain/figures/occurrences.js';
import { newClock, runClock } from '../../domain/figures/response-clock.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';
import { ResponseClocksRepository } from '../../persistence/figures/response-clocks.repository.js';

@Injectable()
export class CountMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly counts: CountsRepository,
    private readonly clocks: ResponseClocksRepository,
  ) {}

  /** Counts messages and response times; skips events that were counted before. */
  async execute(tenantId: string, events: readonly EventOf<typeof messageRecorded>[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      const messages = fresh.map(({ data }): RecordedMessage => ({
        ...data.message,
        conversationId: data.conversationId,
        outletId: data.outletId,
      }));
      const responses = await this.#runClocks(tx, messages);
      await this.counts.add(tx, countUp([...messages.flatMap(ofMessage), ...responses]));
    });
  }

  async #runClocks(tx: Transaction, messages: readonly RecordedMessage[]): Promise<Occurrence[]> {
    const conversations = Map.groupBy(messages, (message) => message.conversationId);
    if (conversations.size === 0) return [];
    const known = new Map((await this.clocks.lock(tx, [...conversations.keys()])).map((clock) => [clock.conversationId, clock]));
    const runs = [...conversations].map(([id, own]) => runClock(known.get(id) ?? newClock(id), own));
    await this.clocks.save(
      tx,
      runs.map((run) => run.clock),
    );
    return runs.flatMap((run) => run.occurrences);
  }
}
