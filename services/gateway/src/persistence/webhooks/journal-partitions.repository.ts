import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Items first: they say which bodies must stay. */
export const PARTITIONED = ['webhook_items', 'webhook_journal'] as const;
export type Partitioned = (typeof PARTITIONED)[number];

@Injectable()
export class JournalPartitionsRepository {
  /**
   * Does one step that is due: creates a partition, drops one that ended `days` ago, or deletes old rows of the default one. Keeps open items.
   *
   * @returns what it did, and whether rows are gone; undefined if nothing is due
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
