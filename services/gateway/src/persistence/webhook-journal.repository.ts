import type { Transaction } from '#database';

export interface JournalEntry {
  id: string;
  receivedAt: string;
  body: Buffer;
}

/** Bytes of bodies that are worked on at a time; one body is taken whatever its size. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Without Nest: the thread that splits uses it too. */
export class WebhookJournalRepository {
  /** The oldest entries that are not split, locked until the transaction ends. Several gateways take different ones. */
  async claimUnsplit(tx: Transaction, limit: number): Promise<JournalEntry[]> {
    return tx.query<JournalEntry>(
      `with claimed as materialized (
         select id, octet_length(body) as size from gateway.webhook_journal
         where split_at is null order by id limit $1 for update skip locked),
       sized as (select id, sum(size) over (order by id) - size as before from claimed)
       select j.id, j.received_at as "receivedAt", j.body
       from sized join gateway.webhook_journal j using (id) where sized.before < $2 order by j.id`,
      [limit, MOST_BYTES],
    );
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
