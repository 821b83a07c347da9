import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { endOfSlot, type Posting } from '../../domain/search/postings.js';
import type { Group } from '../../domain/groups/group.js';
import { SHOWN_GROUP } from '../groups/shown-group.js';

export interface Inbox {
  tenantId: string;
  outletId: string;
  /** Of its newest log entry. */
  seq: number;
  /** Up to where it was indexed. */
  indexed: number;
}

export interface LogEntry {
  seq: number;
  /** Null where the entry is about no message, or the message is gone. */
  messageId: string | null;
  text: string | null;
}

/** Messages to look through, newest first. */
export interface SearchStep {
  /** Any of these words, ... */
  driving: readonly string[];
  /** ... and all of these. */
  also: readonly string[];
  outletId: string | undefined;
  beforeId: string;
  /** Messages that are looked at. */
  scan: number;
  limit: number;
}

export interface SearchedStep {
  scanned: number;
  /** The oldest that was looked at. */
  lastId: string | null;
  found: { messageId: string; conversationId: string; text: string }[];
}

export interface MessageContact {
  conversationId: string;
  contactId: string;
  contactName: string | null;
  contactUsername: string | null;
  phone: string | null;
  userId: string | null;
  /** Where the thread is a group's. */
  group: Group | null;
}

/** Above every term that begins with a prefix, in the order of "C". */
const LAST = '\u{10ffff}';

@Injectable()
export class SearchRepository {
  /** Inboxes of all tenants whose log went on since they were indexed. System role. */
  async behind(tx: Transaction, limit: number): Promise<Inbox[]> {
    return tx.query<Inbox>(
      `select p.tenant_id as "tenantId", p.outlet_id as "outletId", p.seq, coalesce(s.seq, 0) as indexed
       from conversation.inbox_positions p left join conversation.search_positions s on s.tenant_id = p.tenant_id and s.outlet_id = p.outlet_id
       where p.seq > coalesce(s.seq, 0) limit $1`,
      [limit],
    );
  }

  /**
   * Takes an inbox to index it, and reads on in its log.
   *
   * @returns up to where it is indexed and what follows; undefined while somebody else has it
   */
  async take(tx: Transaction, outletId: string, limit: number): Promise<{ indexed: number; entries: LogEntry[] } | undefined> {
    const [[taken], entries] = await Promise.all([
      tx.query<{ indexed: number }>(
        `select seq as indexed from conversation.search_positions where tenant_id = $1 and outlet_id = $2 for update skip locked`,
        [tx.tenantId, outletId],
      ),
      this.#log(tx, outletId, limit),
    ]);
    if (taken) return { ...taken, entries };
    const made = await tx.execute(
      `insert into conversation.search_positions (tenant_id, outlet_id) values ($1, $2) on conflict do nothing`,
      [tx.tenantId, outletId],
    );
    return made === 0 ? undefined : { indexed: 0, entries: await this.#log(tx, outletId, limit) };
  }

  /**
   * Until the end of the transaction nobody indexes messages of this tenant: what is taken away after this cannot come back as words of
   * a message that is gone.
   */
  async hold(tx: Transaction): Promise<void> {
    await tx.execute(
      `insert into conversation.search_positions (tenant_id, outlet_id)
       select tenant_id, outlet_id from conversation.inbox_positions where tenant_id = $1 order by outlet_id on conflict do nothing`,
      [tx.tenantId],
    );
    await tx.query(`select from conversation.search_positions where tenant_id = $1 order by outlet_id for update`, [tx.tenantId]);
  }

  /** What follows the position of an inbox. */
  async #log(tx: Transaction, outletId: string, limit: number): Promise<LogEntry[]> {
    return tx.query<LogEntry>(
      `select l.seq, m.id as "messageId", m.text from (
         select seq, kind, ref_id from conversation.inbox_log
         where tenant_id = $1 and outlet_id = $2
           and seq > (select s.seq from conversation.search_positions s where s.tenant_id = $1 and s.outlet_id = $2)
         order by seq limit $3) l
       -- Looked up one by one: as a join it would be planned as a walk through all messages of the tenant.
       left join lateral (
         select id, text from conversation.messages where tenant_id = $1 and id = l.ref_id limit 1) m on l.kind = 'message'
       order by l.seq`,
      [tx.tenantId, outletId, limit],
    );
  }

  /** Whether a message stands in the log of its inbox behind the position up to which it is indexed. */
  async isToIndex(tx: Transaction, outletId: string, messageId: string): Promise<boolean> {
    const [row] = await tx.query<{ isToIndex: boolean }>(
      `select exists (
         select from conversation.inbox_log
         where tenant_id = $1 and outlet_id = $2 and kind = 'message' and ref_id = $3
           and seq > coalesce((select s.seq from conversation.search_positions s where s.tenant_id = $1 and s.outlet_id = $2), 0)) as "isToIndex"`,
      [tx.tenantId, outletId, messageId],
    );
    return row!.isToIndex;
  }

  /** In the order of the keys. None of the messages is indexed yet. */
  async addTerms(tx: Transaction, postings: readonly Posting[]): Promise<void> {
    await tx.execute(
      `insert into conversation.message_terms (tenant_id, term, message_id, others)
       select $1, p.term, p.message_id, p.others::uuid[] from unnest($2::text[], $3::uuid[], $4::text[]) as p (term, message_id, others)`,
      [
        tx.tenantId,
        postings.map(({ term }) => term),
        postings.map(({ messageIds }) => messageIds[0]),
        // Lists of lists must be of one length, texts need not.
        postings.map(({ messageIds }) => (messageIds.length > 1 ? `{${messageIds.slice(1).join(',')}}` : null)),
      ],
    );
  }

  /** Takes messages out from under the words that they hold. */
  async removeTerms(tx: Transaction, postings: readonly Posting[]): Promise<void> {
    const pairs = postings.flatMap(({ term, messageIds }) => messageIds.map((id) => ({ term, id })));
    await tx.execute(
      `with gone as (
         select term, id, slot_end from unnest($2::text[], $3::uuid[], $4::uuid[]) as g (term, id, slot_end)
       ), hit as materialized (
         select distinct t.term, t.message_id from gone g
         join conversation.message_terms t on t.tenant_id = $1 and t.term = g.term and t.message_id >= g.id and t.message_id <= g.slot_end
         where t.message_id = g.id or t.others[cardinality(t.others)] <= g.id and g.id = any(t.others)
       ), removed as (
         delete from conversation.message_terms t using hit h where t.tenant_id = $1 and t.term = h.term and t.message_id = h.message_id
         returning t.term, t.message_id, t.others
       ), rest as (
         select r.term, array(select x.id from unnest(r.message_id || r.others) as x (id) where x.id not in (select id from gone) order by x.id desc) as ids
         from removed r where r.others is not null
       )
       insert into conversation.message_terms (tenant_id, term, message_id, others)
       select $1, term, ids[1], nullif(ids[2:], '{}') from rest where cardinality(ids) > 0`,
      [tx.tenantId, pairs.map(({ term }) => term), pairs.map(({ id }) => id), pairs.map(({ id }) => endOfSlot(id))],
    );
  }

  async moveTo(tx: Transaction, outletId: string, seq: number): Promise<void> {
    await tx.execute(`update conversation.search_positions set seq = $3 where tenant_id = $1 and outlet_id = $2`, [
      tx.tenantId,
      outletId,
      seq,
    ]);
  }

  /** In how many messages each word stands, counted up to `most`; in the order of the words. */
  async countTerms(tx: Transaction, terms: readonly string[], most: number): Promise<number[]> {
    const rows = await tx.query<{ messages: number }>(
      `select least((
           select coalesce(sum(1 + coalesce(cardinality(few.others), 0)), 0) from (
             select others from conversation.message_terms t where t.tenant_id = $1 and t.term = w.term limit $3) few), $3)::integer as messages
       from unnest($2::text[]) with ordinality as w (term, n) order by w.n`,
      [tx.tenantId, terms, most],
    );
    return rows.map((row) => row.messages);
  }

  /** Indexed words that begin so, in their order: from one to the next, whatever the number of messages that each stands in. */
  async expand(tx: Transaction, prefix: string, most: number): Promise<string[]> {
    const rows = await tx.query<{ term: string }>(
      `with recursive expanded as (
         (select t.term from conversation.message_terms t where t.tenant_id = $1 and t.term >= $2 and t.term < $3 order by t.term limit 1)
         union all
         select (select t.term from conversation.message_terms t
                 where t.tenant_id = $1 and t.term > e.term and t.term < $3 order by t.term limit 1)
         from expanded e where e.term is not null
       )
       select term from expanded where term is not null limit $4`,
      [tx.tenantId, prefix, prefix + LAST, most],
    );
    return rows.map((row) => row.term);
  }

  /** Of each leading word the newest rows, until they name `scan` messages; the last slot whole, for only slots lie in order. */
  async step(tx: Transaction, step: SearchStep): Promise<SearchedStep> {
    const [row] = await tx.query<SearchedStep>(
      `with candidate as materialized (
         select distinct t.id from unnest($2::text[]) as d (term)
         cross join lateral (
           select n.message_id from (
             select r.message_id,
               coalesce(sum(case when r.message_id < $3 then 1 + coalesce(cardinality(r.others), 0)
                   else (select count(*) from unnest(r.others) as x (id) where x.id < $3) end) over (
                 order by r.message_id desc rows between unbounded preceding and 1 preceding), 0) as newer
             from (
               select p.message_id, p.others from conversation.message_terms p
               where p.tenant_id = $1 and p.term = d.term and p.message_id <= $4
                 and coalesce(p.others[cardinality(p.others)], p.message_id) < $3
               order by p.message_id desc limit $5) r) n
           where n.newer < $5 order by n.message_id limit 1) last
         cross join lateral (
           select x.id from conversation.message_terms p cross join lateral unnest(p.message_id || p.others) as x (id)
           where p.tenant_id = $1 and p.term = d.term and p.message_id <= $4
             and p.message_id >= (left(last.message_id::text, 8) || '-0000-0000-0000-000000000000')::uuid and x.id < $3) t
         order by t.id desc limit $5
       ), found as (
         select c.id, m.conversation_id, m.text from candidate c
         cross join lateral (
           select w.conversation_id, w.text from conversation.messages w where w.tenant_id = $1 and w.id = c.id limit 1) m
         where not exists (
             select from unnest($6::text[]) as a (term) where not exists (
               select from conversation.message_terms p
               where p.tenant_id = $1 and p.term = a.term and p.message_id >= c.id
                 and p.message_id <= (left(c.id::text, 8) || '-ffff-ffff-ffff-ffffffffffff')::uuid
                 and (p.message_id = c.id or p.others[cardinality(p.others)] <= c.id and c.id = any(p.others))))
           and ($7::uuid is null or exists (
             select from conversation.conversations v where v.tenant_id = $1 and v.id = m.conversation_id and v.outlet_id = $7))
         order by c.id desc limit $8
       )
       select (select count(*) from candidate) as scanned, (select id from candidate order by id limit 1) as "lastId",
         (select coalesce(json_agg(json_build_object('messageId', id, 'conversationId', conversation_id, 'text', text) order by id desc), '[]')
          from found) as found`,
      [tx.tenantId, step.driving, step.beforeId, endOfSlot(step.beforeId), step.scan, step.also, step.outletId ?? null, step.limit],
    );
    return row!;
  }

  async contacts(tx: Transaction, conversationIds: readonly string[]): Promise<MessageContact[]> {
    return tx.query<MessageContact>(
      `select c.id as "conversationId", k.id as "contactId", coalesce(k.alias, k.name) as "contactName", k.username as "contactUsername",
         k.phone, k.user_id as "userId", ${SHOWN_GROUP} as "group"
       from conversation.conversations c join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
       where c.tenant_id = $1 and c.id = any($2::uuid[])`,
      [tx.tenantId, conversationIds],
    );
  }
}
