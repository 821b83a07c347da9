import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface Inbox {
  tenantId: string;
  outletId: string;
  /** Of its newest log entry. */
  seq: number;
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
  /** ... all of these, ... */
  also: readonly string[];
  /** ... and for each of these a word that begins so. */
  prefixes: readonly string[];
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
  found: { messageId: string; conversationId: string }[];
}

export interface MessageContact {
  conversationId: string;
  contactId: string;
  contactName: string | null;
  contactUsername: string | null;
  phone: string | null;
  userId: string | null;
}

/** Above every term that begins with a prefix, in the order of "C". */
const LAST = '\u{10ffff}';

@Injectable()
export class SearchRepository {
  /** Inboxes of all tenants whose log went on since they were indexed. System role. */
  async behind(tx: Transaction, limit: number): Promise<Inbox[]> {
    return tx.query<Inbox>(
      `select p.tenant_id as "tenantId", p.outlet_id as "outletId", p.seq
       from conversation.inbox_positions p left join conversation.search_positions s on s.tenant_id = p.tenant_id and s.outlet_id = p.outlet_id
       where p.seq > coalesce(s.seq, 0) limit $1`,
      [limit],
    );
  }

  /** Takes an inbox to index it. @returns up to where it is indexed; undefined while somebody else has it */
  async take(tx: Transaction, outletId: string): Promise<number | undefined> {
    await tx.execute(`insert into conversation.search_positions (tenant_id, outlet_id) values ($1, $2) on conflict do nothing`, [
      tx.tenantId,
      outletId,
    ]);
    const [row] = await tx.query<{ seq: number }>(
      `select seq from conversation.search_positions where tenant_id = $1 and outlet_id = $2 for update skip locked`,
      [tx.tenantId, outletId],
    );
    return row?.seq;
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

  async log(tx: Transaction, outletId: string, afterSeq: number, limit: number): Promise<LogEntry[]> {
    return tx.query<LogEntry>(
      `select l.seq, m.id as "messageId", m.text from conversation.inbox_log l
       left join conversation.messages m on m.tenant_id = $1 and l.kind = 'message' and m.id = l.ref_id
       where l.tenant_id = $1 and l.outlet_id = $2 and l.seq > $3 order by l.seq limit $4`,
      [tx.tenantId, outletId, afterSeq, limit],
    );
  }

  async addTerms(tx: Transaction, postings: readonly { messageId: string; term: string }[]): Promise<void> {
    await tx.execute(
      `insert into conversation.message_terms (tenant_id, term, message_id)
       select $1, p.term, p.message_id from unnest($2::text[], $3::uuid[]) as p (term, message_id) order by p.term collate "C", p.message_id
       on conflict do nothing`,
      [tx.tenantId, postings.map(({ term }) => term), postings.map(({ messageId }) => messageId)],
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
      `select (select count(*) from (
           select from conversation.message_terms t where t.tenant_id = $1 and t.term = w.term limit $3) few) as messages
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

  async step(tx: Transaction, step: SearchStep): Promise<SearchedStep> {
    const [row] = await tx.query<SearchedStep>(
      `with candidate as materialized (
         select distinct t.message_id from unnest($2::text[]) as d (term) cross join lateral (
           select p.message_id from conversation.message_terms p
           where p.tenant_id = $1 and p.term = d.term and p.message_id < $3 order by p.message_id desc limit $4) t
         order by t.message_id desc limit $4
       ), found as (
         select c.message_id, m.conversation_id from candidate c
         cross join lateral (
           select w.conversation_id from conversation.messages w where w.tenant_id = $1 and w.id = c.message_id limit 1) m
         where not exists (
             select from unnest($5::text[]) as a (term) where not exists (
               select from conversation.message_terms p where p.tenant_id = $1 and p.term = a.term and p.message_id = c.message_id))
           and not exists (
             select from unnest($6::text[], $7::text[]) as b (first, last) where not exists (
               select from conversation.message_terms p
               where p.tenant_id = $1 and p.message_id = c.message_id and p.term >= b.first and p.term < b.last))
           and ($8::uuid is null or exists (
             select from conversation.conversations v where v.tenant_id = $1 and v.id = m.conversation_id and v.outlet_id = $8))
         order by c.message_id desc limit $9
       )
       select (select count(*) from candidate) as scanned, (select message_id from candidate order by message_id limit 1) as "lastId",
         (select coalesce(json_agg(json_build_object('messageId', message_id, 'conversationId', conversation_id) order by message_id desc), '[]')
          from found) as found`,
      [
        tx.tenantId,
        step.driving,
        step.beforeId,
        step.scan,
        step.also,
        step.prefixes,
        step.prefixes.map((prefix) => prefix + LAST),
        step.outletId ?? null,
        step.limit,
      ],
    );
    return row!;
  }

  async contacts(tx: Transaction, conversationIds: readonly string[]): Promise<MessageContact[]> {
    return tx.query<MessageContact>(
      `select c.id as "conversationId", k.id as "contactId", coalesce(k.alias, k.name) as "contactName", k.username as "contactUsername",
         k.phone, k.user_id as "userId"
       from conversation.conversations c join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
       where c.tenant_id = $1 and c.id = any($2::uuid[])`,
      [tx.tenantId, conversationIds],
    );
  }
}
