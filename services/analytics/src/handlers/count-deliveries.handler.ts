import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { countUp } from '../domain/counts.js';
import { stagesOf } from '../domain/occurrences.js';
import { CountsRepository } from '../persistence/counts.repository.js';

@Injectable()
export class CountDeliveriesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly counts: CountsRepository,
  ) {}

  /** Counts each message once in each stage of its delivery, at the time of the first status that shows it. */
  async execute(tenantId: string, events: readonly EventOf<typeof statusChanged>[]): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      const reached = fresh.flatMap(({ data }) => stagesOf(data.status).map((stage) => ({ ...data, stage })));
      const claimed = new Set((await this.counts.claimStages(tx, reached)).map(({ messageId, stage }) => `${messageId} ${stage}`));
      // Several statuses of one message in a batch show the same stage: the first has it.
      const first = reached.filter(({ messageId, stage }) => claimed.delete(`${messageId} ${stage}`));
      await this.counts.add(tx, countUp(first.map(({ at, outletId, stage }) => ({ at, outletId, metric: stage }))));
    });
  }
}
