import type { EventEnvelope } from '#contracts';
import type { Transaction } from '#database';
import { packEvents, unpackEvents } from './publication.js';

interface StoredRow {
  id: string;
  subject: string;
  envelope: string;
  createdAt: string;
  publishedAt: string | null;
  streamSeq: number | null;
}

/** What stays of an event: itself, another, or nothing. */
export type Redact = (event: EventEnvelope, isPublished: boolean) => Promise<EventEnvelope | undefined> | EventEnvelope | undefined;

/** Rows are read by pages: each may hold a hundred events. */
const PAGE = 50;
const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Takes somebody out of the events of one tenant that an outbox holds. Events that travel together with theirs stay.
 *
 * @param schema of the service; a constant, not input
 * @param names texts, such as ids: an event is looked at if it holds one of them
 * @param between ids (UUIDv7) between which the rows were written; all rows, where they are left out
 * @returns how many events were changed or removed
 */
export async function redactOutbox(
  tx: Transaction,
  schema: string,
  tenantId: string,
  names: readonly string[],
  redact: Redact,
  between: { after?: string | undefined; until?: string | undefined } = {},
): Promise<number> {
  let changed = 0;
  for (let after = between.after ?? FIRST; ;) {
    const rows = await tx.query<StoredRow>(
      `select id, subject, envelope, created_at::text as "createdAt", published_at::text as "publishedAt", stream_seq as "streamSeq"
       from ${schema}.outbox where tenant_id = $1 and id > $2 and id < $4 and exists (select from unnest($3::text[]) as name where strpos(envelope, name) > 0)
       order by id limit ${PAGE}`,
      [tenantId, after, names, between.until ?? LAST],
    );
    for (const row of rows) {
      const before = unpackEvents(row.envelope) as EventEnvelope[];
      const kept: (EventEnvelope | undefined)[] = [];
      for (const event of before) {
        const text = JSON.stringify(event);
        kept.push(names.some((name) => text.includes(name)) ? await redact(event, row.publishedAt !== null) : event);
      }
      const changes = kept.filter((event, index) => event !== before[index]).length;
      if (changes > 0) await replace(tx, schema, tenantId, row, kept);
      changed += changes;
    }
    if (rows.length < PAGE) return changed;
    after = rows.at(-1)!.id;
  }
}

async function replace(
  tx: Transaction,
  schema: string,
  tenantId: string,
  { id, subject, createdAt, publishedAt, streamSeq }: StoredRow,
  events: readonly (EventEnvelope | undefined)[],
): Promise<void> {
  await tx.execute(`delete from ${schema}.outbox where tenant_id = $1 and id = $2`, [tenantId, id]);
  const rest = events.filter((event) => event !== undefined).map((event) => JSON.stringify(event));
  if (rest.length === 0) return;
  await tx.execute(
    `insert into ${schema}.outbox (tenant_id, id, subject, envelope, created_at, published_at, stream_seq)
     values ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7)`,
    [tenantId, id, subject, packEvents(rest), createdAt, publishedAt, streamSeq],
  );
}
