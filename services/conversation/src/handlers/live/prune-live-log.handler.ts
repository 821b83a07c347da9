import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { LiveLogRepository } from '../../persistence/live-log.repository.js';

/** Who was away for longer reads everything anew. */
const KEEP_DAYS = 7;
const BATCH = 10_000;

@Injectable()
export class PruneLiveLogHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly log: LiveLogRepository,
  ) {}

  /** @returns how many entries were old */
  async execute(): Promise<number> {
    let pruned = 0;
    for (;;) {
      const count = await this.database.forSystem((tx) => this.log.prune(tx, KEEP_DAYS, BATCH));
      pruned += count;
      if (count < BATCH) return pruned;
    }
  }
}
