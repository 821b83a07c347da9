import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Items first: the bodies of those that stay are found by them. */
export const PARTITIONED = ['webhook_items', 'webhook_journal'] as const;
export type Partitioned = (typeof PARTITIONED)[number];

@Injectable()
export class JournalPartitionsRepository {
  /**
   * One thing that is due: makes a partition, drops one whose time was over so many days ago, or takes old rows out of the default one.
   * What waits for somebody stays.
   *
   * @returns what it did, and whether rows are gone; undefined when nothing is due
   */
  async age(tx: Transaction, table: Partitioned, days: number): Promise<{ step: string; isLess: boolean } | undefined> {
    const [row] = await tx.query<{ step: string | null }>(`select gateway.age_partitions($1, make_interval(days => $2::integer)) as step`, [
      table,
      days,
    ]);
    if (!row?.step) return undefined;
    return { step: row.step, isLess: !row.step.startsWith('made') };
  }
}
