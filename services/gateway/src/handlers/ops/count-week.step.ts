import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Tally, type Count } from '../../domain/ops/tally.js';
import { LedgerRepository, type CountedPage, type Week } from '../../persistence/ops/ledger.repository.js';

const PAGE = 10_000;

/** Sets the counts of a week to what its rows say. */
@Injectable()
export class CountWeek {
  constructor(private readonly ledger: LedgerRepository) {}

  /**
   * @param tx sees one moment, or nobody else changes rows of the week meanwhile
   * @param options.scope `item` for items only; default: all
   * @param options.between called after each page
   * @returns the corrections
   */
  async mend(
    tx: Transaction,
    { period, from, to }: Week,
    { scope, between }: { scope?: 'item'; between?: () => Promise<void> } = {},
  ): Promise<Count[]> {
    const tally = new Tally();
    for (const page of scope ? (['countItems'] as const) : (['countEntries', 'countItems'] as const)) {
      for (let after: string | null = from; after !== null;) {
        const counted: CountedPage = await this.ledger[page](tx, after, to, PAGE);
        tally.add(counted.counts);
        after = counted.last;
        if (after !== null) await between?.();
      }
    }
    tally.add(await this.ledger.kept(tx, period), -1);
    const wrong = tally.left.filter((count) => scope === undefined || count.scope === scope);
    if (wrong.length > 0) await this.ledger.mend(tx, period, wrong);
    return wrong;
  }
}
