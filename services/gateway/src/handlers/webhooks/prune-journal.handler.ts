import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { WebhookJournalRepository } from '../../persistence/webhook-journal.repository.js';

const BATCH = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Entries all of whose items have been processed for long go, with their items. One that waits for somebody (pending, parked, dead) keeps
 * its body: a replay needs it.
 */
@Injectable()
export class PruneJournalHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly journal: WebhookJournalRepository,
  ) {}

  /** @param isStopped asked between batches @returns the number of entries that are gone */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    let deleted = 0;
    for (let after: string | null = FIRST; after !== null && !isStopped();) {
      const from: string = after;
      const page = await this.database.forSystem((tx) => this.journal.prunePage(tx, this.config.JOURNAL_DAYS, from, BATCH));
      deleted += page.deleted;
      after = page.scanned === BATCH ? page.last : null;
    }
    return deleted;
  }
}
