import type { TenantDatabase } from '#database';
import { SYNC_WINDOW_MS } from './streams.js';

/** What the stream says of itself. */
export interface StreamState {
  lastSeq: number;
  created: string;
}

const BATCH = 2_000;
/**
 * Publications that are looked at together to see whether the stream has them. Longer than it knows message ids: what is published again
 * in that time is acknowledged under its old, lower sequence.
 */
const SLICE_MS = 10 * 60_000;

/**
 * Marks as unpublished what the stream may have lost: everything older than a stream that was created anew, everything published in the
 * last sync interval before the newest publication, and before that as far back as the stream lacks what it acknowledged. Reads no more
 * publications than that, by their time.
 *
 * @returns how many
 */
export async function restoreLost(database: TenantDatabase, schema: string, stream: StreamState): Promise<number> {
  const end = await newestPublication(database, schema);
  if (!end) return 0;
  let { lostFrom } = end;
  for (;;) {
    const slice = await sliceBefore(database, schema, lostFrom);
    if (!slice || slice.highestSeq <= stream.lastSeq) break;
    lostFrom = slice.from;
  }
  // What is published again meanwhile is newer than the newest of before.
  const recent = await unmark(database, schema, { from: lostFrom, until: end.newest });
  return recent + (await unmark(database, schema, { from: '-infinity', until: stream.created < end.newest ? stream.created : end.newest }));
}

async function newestPublication(database: TenantDatabase, schema: string): Promise<{ newest: string; lostFrom: string } | undefined> {
  const [row] = await database.forSystem((tx) =>
    tx.query<{ newest: string | null; lostFrom: string }>(
      `select to_json(newest) #>> '{}' as newest, to_json(newest - make_interval(secs => $1::float8 / 1000)) #>> '{}' as "lostFrom"
       from (select max(published_at) as newest from ${schema}.outbox where published_at is not null) n`,
      [SYNC_WINDOW_MS],
    ),
  );
  return row?.newest ? { newest: row.newest, lostFrom: row.lostFrom } : undefined;
}

/** The publications next before a time. @returns undefined when there are none */
async function sliceBefore(
  database: TenantDatabase,
  schema: string,
  time: string,
): Promise<{ from: string; highestSeq: number } | undefined> {
  const [row] = await database.forSystem((tx) =>
    tx.query<{ from: string; highestSeq: number }>(
      `with last as materialized (
         select max(published_at) as at, max(published_at) - make_interval(secs => $2::float8 / 1000) as "from"
         from ${schema}.outbox where published_at is not null and published_at <= $1::timestamptz
       )
       select to_json(last."from") #>> '{}' as "from", max(o.stream_seq) as "highestSeq"
       from last join ${schema}.outbox o on o.published_at > last."from" and o.published_at <= last.at
       where o.published_at is not null group by last."from"`,
      [time, SLICE_MS],
    ),
  );
  return row;
}

/** In batches: a stream that is gone may have held a day. */
async function unmark(database: TenantDatabase, schema: string, { from, until }: { from: string; until: string }): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await database.forSystem((tx) =>
      tx.execute(
        `with lost as materialized (
           select tenant_id, id from ${schema}.outbox
           where published_at is not null and published_at > $1::timestamptz and published_at <= $2::timestamptz
           order by published_at limit $3
         )
         update ${schema}.outbox o set published_at = null, stream_seq = null
         from (select * from lost order by id) l where o.tenant_id = l.tenant_id and o.id = l.id`,
        [from, until, BATCH],
      ),
    );
    total += count;
    if (count < BATCH) return total;
  }
}
