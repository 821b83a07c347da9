import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { itemIdsOf } from '../../domain/webhooks/item-id.js';

/** How far an erasure has come through the journal. */
export interface ErasureProgress {
  afterId: string;
  journalEntries: number;
  webhookItems: number;
  deadLetters: number;
  events: number;
}

export interface JournalPage {
  /** The newest entry of the page; null at the end. */
  lastId: string | null;
  /** Entries that may contain the customer. */
  hits: { id: string; receivedAt: string; body: Buffer }[];
}

export interface EntryItem {
  id: string;
  journalId: string;
  index: number;
  kind: string;
  tenantId: string | null;
  phoneNumberId: string | null;
  /** A message that no consumer has taken yet. */
  isOnItsWay: boolean;
}

const PAGE = 2_000;
const PROGRESS = `after_id as "afterId", journal_entries as "journalEntries", webhook_items as "webhookItems", dead_letters as "deadLetters", events`;

/** The journal belongs to no tenant: these run under the system role, for the given tenant. */
@Injectable()
export class ErasureRepository {
  async progress(tx: Transaction, tenantId: string, erasureId: string): Promise<ErasureProgress | undefined> {
    const [row] = await tx.query<ErasureProgress>(
      `select ${PROGRESS} from gateway.erasure_progress where tenant_id = $1 and erasure_id = $2 for update`,
      [tenantId, erasureId],
    );
    return row;
  }

  async saveProgress(tx: Transaction, tenantId: string, erasureId: string, progress: ErasureProgress): Promise<void> {
    await tx.execute(
      `insert into gateway.erasure_progress (tenant_id, erasure_id, after_id, journal_entries, webhook_items, dead_letters, events)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id, erasure_id) do update set after_id = excluded.after_id, journal_entries = excluded.journal_entries,
         webhook_items = excluded.webhook_items, dead_letters = excluded.dead_letters, events = excluded.events`,
      [tenantId, erasureId, progress.afterId, progress.journalEntries, progress.webhookItems, progress.deadLetters, progress.events],
    );
  }

  /** Runs under the tenant's role, with the answer. */
  async takeProgress(tx: Transaction, erasureId: string): Promise<ErasureProgress | undefined> {
    const [row] = await tx.query<ErasureProgress>(
      `delete from gateway.erasure_progress where tenant_id = $1 and erasure_id = $2 returning ${PROGRESS}`,
      [tx.tenantId, erasureId],
    );
    return row;
  }

  /** The next split entries, and the bodies of those that contain the bytes of an identifier; locked. */
  async journalPage(tx: Transaction, afterId: string, needles: readonly Buffer[]): Promise<JournalPage> {
    const rows = await tx.query<{ id: string; receivedAt: string; body: Buffer | null }>(
      `select j.id, j.received_at as "receivedAt",
         case when j.split_at is not null and exists (select from unnest($2::bytea[]) n (needle) where position(needle in j.body) > 0) then j.body end as body
       from gateway.webhook_journal j where j.id > $1 order by j.id limit ${PAGE}`,
      [afterId, needles],
    );
    const hits = rows.flatMap(({ id, receivedAt, body }) => (body ? [{ id, receivedAt, body }] : []));
    return { lastId: rows.at(-1)?.id ?? null, hits };
  }

  /** Items of these entries: the oldest are found by their entry, all others by their ids. */
  async items(tx: Transaction, journalIds: readonly string[]): Promise<EntryItem[]> {
    const ranges = journalIds.map(itemIdsOf);
    return tx.query<EntryItem>(
      `select i.id, i.journal_id as "journalId", i.index, i.kind, i.tenant_id as "tenantId", i.phone_number_id as "phoneNumberId",
         i.kind = 'message' and i.outcome = 'pending' and coalesce((
           select false from conversation.receipts_v1 r where r.tenant_id = i.tenant_id and r.event_id = i.id limit 1), true) as "isOnItsWay"
       from (
         select i.* from unnest($1::uuid[], $2::uuid[]) as ids (first, last)
           cross join lateral (select * from gateway.webhook_items where id between ids.first and ids.last offset 0) i
         union
         select i.* from gateway.webhook_items i where i.journal_id = any($3::uuid[]) and i.id < gateway.items_of_before_end()
       ) i`,
      [ranges.map(({ first }) => first), ranges.map(({ last }) => last), journalIds],
    );
  }

  async saveBody(tx: Transaction, journalId: string, body: Buffer): Promise<void> {
    await tx.execute(`update gateway.webhook_journal set body = $2 where id = $1`, [journalId, body]);
  }

  /** Clears the details of items: a reason may quote the customer. */
  async wipeDetails(tx: Transaction, itemIds: readonly string[]): Promise<void> {
    await tx.execute(`update gateway.webhook_items set detail = 'erased' where id = any($1::uuid[]) and detail is not null`, [itemIds]);
  }

  /** Open and replayed letters of the tenant that contain one of the texts. */
  async letters(tx: Transaction, tenantId: string, needles: readonly string[]): Promise<{ id: string; envelope: string }[]> {
    return tx.query(
      `select l.id, l.envelope from gateway.dead_letters l
       where l.tenant_id = $1 and exists (select from unnest($2::text[]) n (needle) where strpos(l.envelope, needle) > 0)`,
      [tenantId, needles],
    );
  }

  async deleteLetters(tx: Transaction, ids: readonly string[]): Promise<number> {
    return tx.execute(`delete from gateway.dead_letters where id = any($1::uuid[])`, [ids]);
  }

  /** Whether a consumer has taken the message; its event then is only kept for publishing again. */
  async isTaken(tx: Transaction, tenantId: string, eventId: string): Promise<boolean> {
    const rows = await tx.query('select from conversation.receipts_v1 where tenant_id = $1 and event_id = $2', [tenantId, eventId]);
    return rows.length > 0;
  }
}
