import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { isLockNotAvailable, TenantDatabase } from '#database';
import { Logger } from '#service-kit';
import type { Count } from '../../domain/ops/tally.js';
import { LedgerRepository, type Week } from '../../persistence/ops/ledger.repository.js';
import { CountWeek } from './count-week.step.js';

/** Rest after each page, so that this never fills a processor. */
const REST_MS = 20;
const MAX_LOGGED = 10;

class Stopped extends Error {}

/**
 * Compares the ledger's counts with the rows, week by week and page by page, and the sums with the weeks, and corrects differences. It sees
 * a week at one moment: later changes are in neither of the two, and their triggers count them.
 */
@Injectable()
export class CompareLedgerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly ledger: LedgerRepository,
    private readonly week: CountWeek,
    private readonly logger: Logger,
  ) {}

  /** @param isStopped asked between pages @returns the number of corrected counts; undefined while another gateway does it */
  async execute(isStopped: () => boolean = () => false): Promise<number | undefined> {
    let mended = 0;
    for (const week of await this.database.forSystem((tx) => this.ledger.weeks(tx))) {
      const wrong = await this.#compare(week, isStopped);
      if (wrong === undefined) return undefined;
      if (wrong.length > 0)
        this.logger.error('counts of the ledger were wrong and are mended', {
          week: week.period,
          counts: wrong.length,
          wrong: wrong.slice(0, MAX_LOGGED),
        });
      mended += wrong.length;
    }
    if (isStopped()) return undefined;
    const sums = await this.database.forSystem((tx) => this.ledger.mendSums(tx));
    if (sums) this.logger.error('sums of the ledger were wrong and are mended', { sums });
    return sums === undefined ? undefined : mended + sums;
  }

  async #compare(week: Week, isStopped: () => boolean): Promise<Count[] | undefined> {
    const between = async (): Promise<void> => {
      if (isStopped()) throw new Stopped();
      await setTimeout(REST_MS);
    };
    try {
      return await this.database.forSystem(async (tx) => {
        await this.ledger.holdStill(tx, 'one moment');
        return this.week.mend(tx, week, { between });
      });
    } catch (error) {
      if (error instanceof Stopped || isLockNotAvailable(error)) return undefined;
      throw error;
    }
  }
}
