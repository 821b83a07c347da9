import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { CodePurpose } from '../../domain/codes/code.js';

export type CodeOutcome = 'sent' | 'delivered' | 'failed' | 'verified' | 'wrong' | 'spent' | 'expired' | 'replaced' | 'charged' | 'refused';

export interface CodeFigure {
  day: string;
  purpose: CodePurpose;
  outcome: CodeOutcome;
  reason: string;
  count: number;
}

export interface CodeAlert {
  prefix: string;
  firstAt: string;
  lastAt: string;
  refused: number;
}

/** How often something was done: limits of an hour, figures of a day, and what admins are told. */
@Injectable()
export class CodeCountsRepository {
  /**
   * Counts once more in the hour that began with the first time. Whoever counts the same waits for the end of this transaction.
   *
   * @returns how often with this time, and when the hour ends
   */
  async once(tx: Transaction, kind: string, key: string, now: Date): Promise<{ count: number; until: Date }> {
    const [row] = await tx.query<{ count: number; startedAt: string }>(
      `insert into engagement.code_limits as l (tenant_id, kind, key, started_at, count) values ($1, $2, $3, $4, 1)
       on conflict (tenant_id, kind, key) do update set
         count = case when l.started_at <= excluded.started_at - interval '1 hour' then 1 else l.count + 1 end,
         started_at = case when l.started_at <= excluded.started_at - interval '1 hour' then excluded.started_at else l.started_at end
       returning count, started_at as "startedAt"`,
      [tx.tenantId, kind, key, now],
    );
    return { count: row!.count, until: new Date(Date.parse(row!.startedAt) + 60 * 60_000) };
  }

  async add(
    tx: Transaction,
    now: Date,
    figures: readonly { purpose: CodePurpose; outcome: CodeOutcome; reason?: string; count?: number }[],
  ): Promise<void> {
    const sums = new Map<string, number>();
    for (const { purpose, outcome, reason = '', count = 1 } of figures) {
      const key = JSON.stringify([purpose, outcome, reason]);
      sums.set(key, (sums.get(key) ?? 0) + count);
    }
    if (sums.size === 0) return;
    const keys = [...sums.keys()].toSorted().map((key) => JSON.parse(key) as [string, string, string]);
    // In one order, so that two transactions cannot wait for each other.
    await tx.execute(
      `insert into engagement.code_figures as f (tenant_id, day, purpose, outcome, reason, count)
       select $1, $2::date, r.purpose, r.outcome, r.reason, r.count
       from unnest($3::text[], $4::text[], $5::text[], $6::integer[]) as r (purpose, outcome, reason, count)
       order by r.purpose, r.outcome, r.reason
       on conflict (tenant_id, day, purpose, outcome, reason) do update set count = f.count + excluded.count`,
      [
        tx.tenantId,
        now.toISOString().slice(0, 10),
        keys.map(([purpose]) => purpose),
        keys.map(([, outcome]) => outcome),
        keys.map(([, , reason]) => reason),
        keys.map((key) => sums.get(JSON.stringify(key))!),
      ],
    );
  }

  /** @param from the first day, YYYY-MM-DD, and the last */
  async figures(tx: Transaction, from: string, to: string): Promise<CodeFigure[]> {
    return tx.query<CodeFigure>(
      `select day::text as day, purpose, outcome, reason, count from engagement.code_figures
       where tenant_id = $1 and day between $2::date and $3::date order by day, purpose, outcome, reason limit 20000`,
      [tx.tenantId, from, to],
    );
  }

  /** @returns whether it is news: the first refusal of these numbers in an hour */
  async alert(tx: Transaction, prefix: string, now: Date): Promise<boolean> {
    const [row] = await tx.query<{ refused: number }>(
      `insert into engagement.code_alerts as a (tenant_id, prefix, first_at, last_at, refused) values ($1, $2, $3, $3, 1)
       on conflict (tenant_id, prefix) do update set
         refused = case when a.last_at <= excluded.last_at - interval '1 hour' then 1 else a.refused + 1 end,
         first_at = case when a.last_at <= excluded.last_at - interval '1 hour' then excluded.first_at else a.first_at end,
         last_at = excluded.last_at
       returning refused`,
      [tx.tenantId, prefix, now],
    );
    return row!.refused === 1;
  }

  /** The newest first. */
  async alerts(tx: Transaction, limit: number): Promise<CodeAlert[]> {
    return tx.query<CodeAlert>(
      `select prefix, first_at as "firstAt", last_at as "lastAt", refused from engagement.code_alerts
       where tenant_id = $1 order by last_at desc limit $2`,
      [tx.tenantId, limit],
    );
  }

  /** Of somebody who is forgotten. @param keys as counters know them */
  async forget(tx: Transaction, keys: readonly string[]): Promise<void> {
    await tx.execute(
      `delete from engagement.code_limits where tenant_id = $1 and kind = any('{phone,verify}'::text[]) and key = any($2::text[])`,
      [tx.tenantId, keys],
    );
  }

  /** What is over, of all tenants. Runs under the system role. @returns how many at most of one kind, at most `limit` */
  async prune(tx: Transaction, now: Date, limit: number): Promise<number> {
    const old = (table: string, column: string, age: string): Promise<number> =>
      tx.execute(
        `delete from engagement.${table} where ctid = any(array(
           select ctid from engagement.${table} where ${column} < $1::timestamptz - interval '${age}' order by ${column} limit $2
           for update skip locked)) and ${column} < $1::timestamptz - interval '${age}'`,
        [now, limit],
      );
    return Math.max(
      await old('code_limits', 'started_at', '1 hour'),
      await old('code_figures', 'day', '400 days'),
      await old('code_alerts', 'last_at', '30 days'),
    );
  }
}
