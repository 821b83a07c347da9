import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Count, Figures } from '../../domain/ops/tally.js';
import { BODY_CODES } from '../../domain/webhooks/pieces.js';
import type { Partitioned } from '../webhooks/journal-partitions.repository.js';

export interface Week {
  /** Its first day. */
  period: string;
  /** The week's ids lie between these. */
  from: string;
  to: string;
}

export interface CountedPage {
  /** The last id of the page; null if it is empty. */
  last: string | null;
  counts: Count[];
}

/** The id for what has no tenant. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const FIGURES = ['received', 'processed', 'parked', 'dead', 'pending'] as const;
const CHANGED = `gateway.ledger_changes d
  cross join lateral unnest(d.tenant_ids, d.received, d.processed, d.parked, d.dead, d.pending)
    as c (tenant_id, received, processed, parked, dead, pending)`;
/** Stands for the sum of all weeks. */
const ALL = `'-infinity'::date`;
const SUMS = FIGURES.map((figure) => `sum(${figure})::bigint as ${figure}`).join(', ');
const TENANT = `nullif(tenant_id, '${NOBODY}') as "tenantId"`;

/** Transaction lock: one gateway at a time adds changes to the counts. */
const FOLD_LOCK = 7_215_077_202;

const byScope = (from: string): string => `select scope, ${TENANT}, ${SUMS} from (${from}) f group by scope, tenant_id`;

/**
 * The counts of the ledger. Triggers on journal and items record what each statement changes. A reader adds the pending changes to the counts in
 * one statement, so that it sees one moment.
 */
@Injectable()
export class LedgerRepository {
  async read(tx: Transaction): Promise<Count[]> {
    return tx.query<Count>(
      byScope(`select scope, tenant_id, ${FIGURES.join(', ')} from gateway.ledger_counts where period = ${ALL}
        union all select d.scope, c.* from ${CHANGED}`),
    );
  }

  /** Adds up to `limit` of the oldest changes to the counts of their week and of all. @returns how many; 0 while another gateway does it */
  async fold(tx: Transaction, limit: number): Promise<number> {
    if (!(await lock(tx, FOLD_LOCK))) return 0;
    const [row] = await tx.query<{ folded: number }>(
      `with taken as (
         delete from gateway.ledger_changes where id in (select id from gateway.ledger_changes order by id limit $1) returning *
       ), sums as (
         select scope, c.tenant_id, period, ${FIGURES.map((figure) => `sum(c.${figure}) as ${figure}`).join(', ')}
         from taken d cross join lateral unnest(d.tenant_ids, d.received, d.processed, d.parked, d.dead, d.pending)
           as c (tenant_id, received, processed, parked, dead, pending)
         group by 1, 2, 3
       ), added as (
         insert into gateway.ledger_counts as k (tenant_id, scope, period, ${FIGURES.join(', ')})
         select tenant_id, scope, period, ${FIGURES.join(', ')} from sums
         union all
         select tenant_id, scope, ${ALL}, ${FIGURES.map((figure) => `sum(${figure})`).join(', ')} from sums group by tenant_id, scope
         order by tenant_id, scope, period
         on conflict (tenant_id, scope, period) do update set ${FIGURES.map((figure) => `${figure} = k.${figure} + excluded.${figure}`).join(', ')}
       )
       select count(*) as folded from taken`,
      [limit],
    );
    return row!.folded;
  }

  /**
   * Until the transaction ends, nobody else compares counts or drops partitions. Even a transaction with an older snapshot sees a drop at once,
   * and would find counts without their rows. The lock comes before the snapshot: LOCK TABLE takes none.
   *
   * @throws an error for which isLockNotAvailable is true, while another gateway holds the lock
   */
  async holdStill(tx: Transaction, sees: 'one moment' | 'what is' = 'what is'): Promise<void> {
    if (sees === 'one moment') await tx.execute('set transaction isolation level repeatable read');
    await tx.execute('lock table gateway.ledger_counts in share update exclusive mode nowait');
  }

  /** The weeks with counts or rows, oldest first. */
  async weeks(tx: Transaction): Promise<Week[]> {
    return tx.query(
      `with ends as (
         select least((select min(period) from gateway.ledger_counts where period > ${ALL}), (select min(period) from gateway.ledger_changes),
           gateway.ledger_period((select id from gateway.webhook_journal order by id limit 1)),
           gateway.ledger_period((select id from gateway.webhook_items order by id limit 1))) as first,
         greatest((select max(period) from gateway.ledger_counts), date_bin('7 days', now() at time zone 'UTC', timestamp '1970-01-01')::date) as last)
       select p::date::text as period, gateway.ledger_first_id(p::date) as from, gateway.ledger_first_id((p + interval '7 days')::date) as to
       from ends, generate_series(first::timestamp, last::timestamp, interval '7 days') p order by p`,
    );
  }

  /** The counts of a week. */
  async kept(tx: Transaction, period: string): Promise<Count[]> {
    return tx.query<Count>(
      byScope(`select scope, tenant_id, ${FIGURES.join(', ')} from gateway.ledger_counts where period = $1::date
        union all select d.scope, c.* from ${CHANGED} where d.period = $1::date`),
      [period],
    );
  }

  /** Counts a page of entries with ids between these. */
  async countEntries(tx: Transaction, from: string, to: string, limit: number): Promise<CountedPage> {
    const [row] = await tx.query<{ last: string | null } & Figures>(
      `with page as materialized (
         select id, split_at from gateway.webhook_journal where id > $1 and id < $2 order by id limit $3)
       select (select id from page order by id desc limit 1) as last, count(*) as received, count(split_at) as processed,
         0 as parked, 0 as dead, count(*) filter (where split_at is null) as pending from page`,
      [from, to, limit],
    );
    const { last, ...figures } = row!;
    return { last, counts: last === null ? [] : [{ scope: 'journal', tenantId: null, ...figures }] };
  }

  /** The same for items; a body that could not be split counts as a parked entry. */
  async countItems(tx: Transaction, from: string, to: string, limit: number): Promise<CountedPage> {
    const rows = await tx.query<{ last: string | null; unreadable: number } & Count>(
      `with page as materialized (
         select id, tenant_id, outcome, index, code from gateway.webhook_items where id > $1 and id < $2 order by id limit $3)
       select (select id from page order by id desc limit 1) as last, 'item' as scope, tenant_id as "tenantId", count(*) as received,
         ${FIGURES.slice(1)
           .map((outcome) => `count(*) filter (where outcome = '${outcome}') as ${outcome}`)
           .join(', ')},
         count(*) filter (where outcome = 'parked' and index = 0 and code = any($4::text[])) as unreadable
       from page group by tenant_id`,
      [from, to, limit, BODY_CODES],
    );
    const counts: Count[] = rows.map(({ last: _, unreadable: __, ...count }) => count);
    for (const { unreadable } of rows) {
      if (unreadable > 0)
        counts.push({ scope: 'journal', tenantId: null, received: 0, processed: -unreadable, parked: unreadable, dead: 0, pending: 0 });
    }
    return { last: rows[0]?.last ?? null, counts };
  }

  /** Adds to the counts of a week. */
  async mend(tx: Transaction, period: string, by: readonly Count[]): Promise<void> {
    for (const [scope, counts] of Map.groupBy(by, (count) => count.scope)) {
      await tx.execute(
        `insert into gateway.ledger_changes (scope, period, tenant_ids, ${FIGURES.join(', ')})
         values ($1, $2::date, $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])`,
        [scope, period, counts.map((count) => count.tenantId ?? NOBODY), ...FIGURES.map((figure) => counts.map((count) => count[figure]))],
      );
    }
  }

  /** Weeks older than every partition of a table: their remaining rows are in its default partition. */
  async weeksWithoutPartition(tx: Transaction, table: Partitioned): Promise<Week[]> {
    return tx.query<Week>(
      `with partitions as materialized (
         select coalesce((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''([0-9a-f-]{36})''\\)'))[1], '${NOBODY}')::uuid as least
         from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = ('gateway.' || $1)::regclass and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
       ), ends as (
         select least((select min(period) from gateway.ledger_counts where period > ${ALL}), (select min(period) from gateway.ledger_changes)) as first,
           (select least from partitions order by least limit 1) as beyond)
       select p::date::text as period, gateway.ledger_first_id(p::date) as from, gateway.ledger_first_id((p + interval '7 days')::date) as to
       from ends, generate_series(first::timestamp, now() at time zone 'UTC', interval '7 days') p
       where gateway.ledger_first_id(p::date) < beyond order by p`,
      [table],
    );
  }

  /** Sets the counts of all weeks to the sum of each week's. @returns how many were wrong; undefined while another gateway adds to them */
  async mendSums(tx: Transaction): Promise<number | undefined> {
    if (!(await lock(tx, FOLD_LOCK))) return undefined;
    return tx.execute(
      `insert into gateway.ledger_counts as k (tenant_id, scope, period, ${FIGURES.join(', ')})
       select tenant_id, scope, ${ALL}, ${FIGURES.map((figure) => `coalesce(sum(${figure}) filter (where period > ${ALL}), 0)`).join(', ')}
       from gateway.ledger_counts group by tenant_id, scope order by tenant_id, scope
       on conflict (tenant_id, scope, period) do update set ${FIGURES.map((figure) => `${figure} = excluded.${figure}`).join(', ')}
       where (${FIGURES.map((figure) => `k.${figure}`).join(', ')}) <> (${FIGURES.map((figure) => `excluded.${figure}`).join(', ')})`,
    );
  }

  /** Deletes counts that are all zero. */
  async forgetEmpty(tx: Transaction): Promise<void> {
    if (!(await lock(tx, FOLD_LOCK))) return;
    await tx.execute(
      `delete from gateway.ledger_counts where (${FIGURES.join(', ')}) = (0, 0, 0, 0, 0) and period < (now() - interval '14 days')::date`,
    );
  }
}

async function lock(tx: Transaction, key: number): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>(`select pg_try_advisory_xact_lock($1) as locked`, [key]);
  return row?.locked === true;
}
