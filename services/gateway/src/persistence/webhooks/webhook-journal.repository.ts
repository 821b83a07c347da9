import type { Transaction } from '#database';

export interface JournalEntry {
  id: string;
  receivedAt: string;
  body: Buffer;
}

/** An entry with its lane and its turn in it. */
export interface ClaimedEntry extends JournalEntry {
  lane: number;
  turn: number;
}

/** Maximum of body bytes that are worked on at a time; one body is always taken. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Maximum of lanes that a claim looks into. */
const MAX_LANES = 32;

/** Waiting lanes, by one look-up each, however much waits in them. */
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

/** Lanes after `$2`, then from the first on: an equal part of `$1` from each, all first ones before any second one. */
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

/** Without Nest: the splitting thread uses it, too. */
export class WebhookJournalRepository {
  /**
   * Locks the next unsplit entries: the oldest of each waiting lane, lanes in turns. Several gateways get different ones.
   *
   * @param after the lane of the last turn
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
