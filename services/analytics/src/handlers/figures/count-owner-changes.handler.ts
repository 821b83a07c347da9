import { Injectable } from '@nestjs/common';
import type { EventOf, ownerChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { countUp } from '../../domain/figures/counts.js';
import { ofOwnerChange } from '../../domain/figures/occurrences.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';

@Injectable()
export class CountOwnerChangesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly counts: CountsRepository,
  ) {}

  /** Counts handoffs by reason, and closings; skips events that were counted before. */
  async execute(tenantId: string, events: readonly EventOf<typeof ownerChanged>[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      await this.counts.add(tx, countUp(fresh.flatMap(({ occurredAt, data }) => ofOwnerChange({ at: occurredAt, ...data }))));
    });
  }
}
