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
   * Counts each message once in each stage of its delivery, at the time of the first status that shows it. There is no receipt of the
   * event: the counted stage itself shows that an event came again.
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
