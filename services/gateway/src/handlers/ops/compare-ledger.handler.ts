import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Logger } from '#service-kit';
import { Tally } from '../../domain/ops/tally.js';
import { LedgerRepository, type CountedPage } from '../../persistence/ledger.repository.js';

const PAGE = 10_000;
/** After a page, so that this never takes more than a part of a processor. */
const REST_MS = 20;

/**
 * Compares the counts of the ledger with the rows, week by week and page by page, and mends what is wrong. A week is seen at one moment:
 * what changes meanwhile is in neither of the two, and is counted by whoever changes it.
 */
@Injectable()
export class CompareLedgerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly ledger: LedgerRepository,
    private readonly logger: Logger,
  ) {}

  /** @param isStopped asked between pages @returns the number of counts that were mended; undefined when another gateway is at it */
  async execute(isStopped: () => boolean = () => false): Promise<number | undefined> {
    const weeks = await this.database.forSystem((tx) => this.ledger.periods(tx));
    let mended = 0;
    for (const week of weeks) {
      if (isStopped()) break;
      const found = await this.database.forSystem((tx) => this.#compare(tx, week, isStopped));
      if (found === undefined) return undefined;
      mended += found;
    }
    return mended;
  }

  async #compare(
    tx: Transaction,
    { period, from, to }: { period: string; from: string; to: string },
    isStopped: () => boolean,
  ): Promise<number | undefined> {
    if (!(await this.ledger.beginComparing(tx))) return undefined;
    const tally = new Tally();
    for (const page of ['countEntries', 'countItems'] as const) {
      for (let after: string | null = from; after !== null;) {
        if (isStopped()) return 0;
        const counted: CountedPage = await this.ledger[page](tx, after, to, PAGE);
        tally.add(counted.counts);
        after = counted.last;
        if (after !== null) await setTimeout(REST_MS);
      }
    }
    tally.add(await this.ledger.kept(tx, period), -1);
    const wrong = tally.left;
    if (wrong.length === 0) return 0;
    this.logger.error('counts of the ledger were wrong and are mended', {
      period,
      wrong: wrong.slice(0, 10),
      more: Math.max(0, wrong.length - 10),
    });
    await this.ledger.mend(tx, period, wrong);
    return wrong.length;
  }
}
