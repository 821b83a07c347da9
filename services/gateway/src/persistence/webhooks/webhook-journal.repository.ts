import type { Transaction } from '#database';

export interface JournalEntry {
  id: string;
  receivedAt: string;
  body: Buffer;
}

/** With its lane, and how many of the same lane come before it. */
export interface ClaimedEntry extends JournalEntry {
  lane: number;
  turn: number;
}

/** Bytes of bodies that are worked on at a time; one body is taken whatever its size. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Lanes that a claim looks into. */
const MAX_LANES = 32;

/** Lanes that wait, one look-up for each, however much waits in it. */
const walk = (name: string, within: string, start = 'true'): string => `
${name} as (
  (select 1 as n, j.lane::integer as lane from gateway.webhook_journal j
   where j.split_at is null and j.${within} and ${start} order by j.lane limit 1)
  union all
  select w.n + 1, next.lane from ${name} w cross join lateral (
    select j.lane::integer as lane from gateway.webhook_journal j
    where j.split_at is null and j.${within} and j.lane > w.lane order by j.lane limit 1) next
  where w.n < ${MAX_LANES}
)`;

/** Those behind the lane `$2`, and then from the first one on: of each an equal part of `$1`, the first of all before the second of any. */
const CLAIM = `
with recursive ${walk('onward', 'lane > $2::integer')},${walk('again', 'lane <= $2::integer', `(select count(*) from onward) < ${MAX_LANES}`)},
lanes as materialized (
  select n, lane from (
    select n, lane from onward union all select n + ${MAX_LANES}, lane from again) l
  order by n limit least(${MAX_LANES}, $1::integer)
),
claimed as materialized (
  select l.n, l.lane, j.id, j.size, row_number() over (partition by l.lane order by j.id) as turn
  from lanes l cross join lateral (
    select id, octet_length(body) as size from gateway.webhook_journal
    where split_at is null and lane = l.lane order by id
    limit greatest(1, $1::integer / (select count(*) from lanes)) for update skip locked) j
),
sized as (select *, sum(size) over (order by turn, n) - size as before from claimed)
select j.id, j.received_at as "receivedAt", j.body, s.lane, s.turn
from sized s cross join lateral (
  select id, received_at, body from gateway.webhook_journal where id = s.id limit 1) j
where s.before < $3 order by s.turn, s.n`;

/** Without Nest: the thread that splits uses it too. */
export class WebhookJournalRepository {
  /**
   * The next entries that are not split, locked until the transaction ends: of each lane that waits the oldest, lanes in turns. Several
   * gateways take different ones.
   *
   * @param after the lane that had its turn last
   */
  async claimUnsplit(tx: Transaction, limit: number, after: number): Promise<ClaimedEntry[]> {
    return tx.query<ClaimedEntry>(CLAIM, [limit, after, MAX_BYTES]);
  }

  async markSplit(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.execute(`update gateway.webhook_journal set split_at = now() where id = any($1::uuid[])`, [ids]);
  }

  async find(tx: Transaction, id: string): Promise<JournalEntry | undefined> {
    const rows = await tx.query<JournalEntry>(`select id, received_at as "receivedAt", body from gateway.webhook_journal where id = $1`, [
      id,
    ]);
    return rows[0];
  }
}
