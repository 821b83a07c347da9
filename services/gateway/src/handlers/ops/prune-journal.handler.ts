import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { isLockNotAvailable, TenantDatabase } from '#database';
import { CONFIG, Logger } from '#service-kit';
import type { Config } from '../../config.js';
import { DeadLettersRepository } from '../../persistence/ops/dead-letters.repository.js';
import { JournalPartitionsRepository, PARTITIONED, type Partitioned } from '../../persistence/webhooks/journal-partitions.repository.js';
import { CountWeek } from './count-week.step.js';
import { LedgerRepository } from '../../persistence/ops/ledger.repository.js';

const LOCK_ATTEMPTS = 5;
const LOCK_PAUSE_MS = 300;
/** As long as the dead-letter stream keeps them. After ten days none can be replayed any more. */
const LETTER_DAYS = 90;
const LETTERS = 1_000;

/**
 * Drops bodies and items by whole partitions, some time after their week. Keeps open items (pending, parked, dead) with their bodies, which a
 * replay needs.
 */
@Injectable()
export class PruneJournalHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly partitions: JournalPartitionsRepository,
    private readonly ledger: LedgerRepository,
    private readonly week: CountWeek,
    private readonly letters: DeadLettersRepository,
    private readonly logger: Logger,
  ) {}

  /** Also creates future partitions. @param isStopped asked between steps @returns the steps that were done */
  async execute(isStopped: () => boolean = () => false): Promise<string[]> {
    const done: string[] = [];
    for (const table of PARTITIONED) done.push(...(await this.#age(table, isStopped)));
    while (!isStopped() && (await this.database.forSystem((tx) => this.letters.forget(tx, LETTER_DAYS, LETTERS))) === LETTERS);
    return done;
  }

  async #age(table: Partitioned, isStopped: () => boolean): Promise<string[]> {
    const done: string[] = [];
    for (let failures = 0; !isStopped();) {
      try {
        const step = await this.#step(table);
        if (step === undefined) break;
        this.logger.debug('partitions of the journal', { step });
        done.push(step);
      } catch (error) {
        if (!isLockNotAvailable(error)) throw error;
        // The table is too busy to lock, or its counts are being compared.
        if (++failures === LOCK_ATTEMPTS) break;
        await setTimeout(LOCK_PAUSE_MS);
      }
    }
    return done;
  }

  /** Rows and their counts go in one transaction. */
  async #step(table: Partitioned): Promise<string | undefined> {
    return this.database.forSystem(async (tx) => {
      await this.ledger.holdStill(tx);
      const done = await this.partitions.age(tx, table, this.config.JOURNAL_DAYS);
      if (done?.isLess) {
        const scope = table === 'webhook_items' ? { scope: 'item' as const } : {};
        for (const week of await this.ledger.weeksWithoutPartition(tx, table)) await this.week.mend(tx, week, scope);
        await this.ledger.forgetEmpty(tx);
      }
      return done?.step;
    });
  }
}
