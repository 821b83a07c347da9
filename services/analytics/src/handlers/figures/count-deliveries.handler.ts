import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { countUp } from '../../domain/figures/counts.js';
import { firstOfStages } from '../../domain/figures/occurrences.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';

@Injectable()
export class CountDeliveriesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
  ) {}

  /**
   * Counts each message once in each stage of its delivery, at the time of the first status that shows it. A stage that was counted tells
   * an event that comes again from a new one: there is no other receipt.
   */
  async execute(tenantId: string, events: readonly EventOf<typeof statusChanged>[]): Promise<void> {
    const reached = firstOfStages(events.map((event) => event.data));
    if (reached.length === 0) return;
    await this.database.together(tenantId, async (tx) => {
      const claimed = new Set((await this.counts.claimStages(tx, reached)).map(({ messageId, stage }) => `${messageId} ${stage}`));
      const first = reached.filter(({ messageId, stage }) => claimed.has(`${messageId.toLowerCase()} ${stage}`));
      await this.counts.add(tx, countUp(first.map(({ at, outletId, stage }) => ({ at, outletId, metric: stage }))));
    });
  }
}
