import { Injectable } from '@nestjs/common';
import type { EventOf, replyGenerated } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { countUp } from '../../domain/figures/counts.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';

@Injectable()
export class CountRepliesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly counts: CountsRepository,
  ) {}

  /** Counts the bot's answers; skips events that were counted before. Handoffs are counted where they happen. */
  async execute(tenantId: string, events: readonly EventOf<typeof replyGenerated>[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const answers = (await this.inbox.claimAll(tx, events)).filter((event) => event.data.outcome.kind === 'answer');
      await this.counts.add(
        tx,
        countUp(answers.map(({ occurredAt, data }) => ({ at: occurredAt, outletId: data.outletId, metric: 'botAnswers' }))),
      );
    });
  }
}
