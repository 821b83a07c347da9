import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ToldAccount } from '../../domain/contacts/spelling.js';
import { rankOf, type MessageStatus, type ShownProgress, type StatusChange } from '../../domain/threads/message-status.js';

/** What a message's status came to. */
export interface AppliedStatus {
  messageId: string;
  /** Whether there is such an outbound message. */
  isKnown: boolean;
  /** Where it stands; null where nothing was news. */
  conversationId: string | null;
  /** It had not failed before. */
  hasFailed: boolean;
}

export interface ParkedStatus extends StatusChange {
  eventId: string;
  messageId: string;
  recipient?: ToldAccount | undefined;
  at: string;
}

/** Meta, "Pricing": a free entry point conversation is open for 72 hours from the answer. */
const FREE_ENTRY = `interval '72 hours'`;

/** How far outbound messages got. */
@Injectable()
export class StatusesRepository {
  /**
   * Claims events and folds what they tell into the messages, in one statement: never backwards, nothing known is forgotten, as
   * `mergeStatus` does. So it does not matter whether an event was folded in before, and no message has to be locked to be read first.
   *
   * @param changes by message
   */
  async apply(tx: Transaction, eventIds: readonly string[], changes: ReadonlyMap<string, MessageStatus>): Promise<AppliedStatus[]> {
    // In the order of the ids: two transactions that meet wait for each other, and never both.
    const rows = [...changes].sort(([a], [b]) => (a < b ? -1 : 1));
    return tx.query<AppliedStatus>(
      `with claim as (
         insert into conversation.inbox (tenant_id, event_id) select $1::uuid, id from unnest($2::uuid[]) as id order by id
         on conflict do nothing
       ), given as (
         select * from unnest($3::uuid[], $4::text[], $5::smallint[], $6::boolean[], $7::text[], $8::text[], $9::text[])
           as g (id, status, rank, failed, wamid, pricing, errors)
       ), changed as (
         update conversation.messages m set
           status = case when g.rank > m.status_rank then g.status else m.status end,
           status_rank = greatest(m.status_rank, g.rank),
           failed = m.failed or g.failed,
           wamid = coalesce(m.wamid, g.wamid),
           pricing = coalesce(m.pricing, g.pricing::jsonb),
           errors = case when m.errors = '[]' then g.errors::jsonb else m.errors end
         from given g
         where m.tenant_id = $1 and m.id = g.id and m.direction = 'outbound'
           and (g.rank > m.status_rank or g.failed and not m.failed or g.wamid is not null and m.wamid is null
             or g.pricing is not null and m.pricing is null or g.errors <> '[]' and m.errors = '[]')
         returning m.id, m.conversation_id, m.failed and not old.failed as has_failed
       )
       select g.id as "messageId", c.conversation_id as "conversationId", coalesce(c.has_failed, false) as "hasFailed",
         case when c.id is not null then true else coalesce(
           (select true from conversation.messages d where d.tenant_id = $1 and d.id = g.id and d.direction = 'outbound'), false) end as "isKnown"
       from given g left join changed c on c.id = g.id`,
      [
        tx.tenantId,
        eventIds,
        rows.map(([id]) => id),
        rows.map(([, { progress }]) => progress),
        rows.map(([, { progress }]) => rankOf(progress)),
        rows.map(([, { failed }]) => failed),
        rows.map(([, { wamid }]) => wamid),
        rows.map(([, { pricing }]) => (pricing === null || pricing === undefined ? null : JSON.stringify(pricing))),
        rows.map(([, { errors }]) => JSON.stringify(errors)),
      ],
    );
  }

  /**
   * WhatsApp refused these messages because the window is closed, whatever we thought of it: it is closed, unless the customer has written
   * since.
   *
   * @returns the conversations that this is news for
   */
  async closeWindows(tx: Transaction, messageIds: readonly string[]): Promise<{ conversationId: string; outletId: string }[]> {
    return tx.query(
      `with refused as (
         select m.conversation_id as id, max(m.at) as at from conversation.messages m
         where m.tenant_id = $1 and m.id = any($2::uuid[]) group by m.conversation_id order by m.conversation_id
       )
       update conversation.conversations c set window_expires_at = r.at from refused r
       where c.tenant_id = $1 and c.id = r.id and c.window_expires_at > r.at and c.last_inbound_at < r.at
       returning c.id as "conversationId", c.outlet_id as "outletId"`,
      [tx.tenantId, messageIds],
    );
  }

  /**
   * WhatsApp charged nothing for these messages because the customer came through an advertisement: the first answer after that opened
   * the free entry, which lasts {@link FREE_ENTRY}. In whatever order it is told of several answers, the first counts.
   */
  async openFreeEntries(tx: Transaction, messageIds: readonly string[]): Promise<void> {
    await tx.execute(
      `with free as (
         select m.conversation_id as id, min(m.at) as at from conversation.messages m
         where m.tenant_id = $1 and m.id = any($2::uuid[]) group by m.conversation_id order by m.conversation_id
       )
       update conversation.conversations c set free_entry_until = f.at + ${FREE_ENTRY} from free f
       where c.tenant_id = $1 and c.id = f.id and f.at >= c.free_entry_at
         and (c.free_entry_until is null or c.free_entry_until - ${FREE_ENTRY} < c.free_entry_at or c.free_entry_until > f.at + ${FREE_ENTRY})`,
      [tx.tenantId, messageIds],
    );
  }

  /**
   * Until the end of the transaction, nobody else records or parks under these message ids: a status that finds no message and the
   * message that finds no status cannot pass each other.
   */
  async holdIds(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.execute(
      `select pg_advisory_xact_lock(key) from (
         select distinct hashtextextended('message:' || id, 0) as key from unnest($1::text[]) id order by key) keys`,
      [ids],
    );
  }

  async park(tx: Transaction, statuses: readonly ParkedStatus[]): Promise<void> {
    const rows = statuses.map((status) => ({
      event_id: status.eventId,
      message_id: status.messageId,
      status: status.status,
      wamid: status.wamid,
      pricing: status.pricing,
      errors: status.errors,
      recipient: status.recipient && { ...status.recipient, at: status.at },
    }));
    await tx.execute(
      `insert into conversation.pending_statuses (tenant_id, event_id, message_id, status, wamid, pricing, errors, recipient)
       select $1, s.* from jsonb_to_recordset($2::jsonb)
         as s (event_id uuid, message_id uuid, status text, wamid text, pricing jsonb, errors jsonb, recipient jsonb)
       on conflict do nothing`,
      [tx.tenantId, JSON.stringify(rows)],
    );
  }

  /** Which of these messages stand in a conversation. */
  async outboundAmong(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `select id from conversation.messages where tenant_id = $1 and id = any($2::uuid[]) and direction = 'outbound'`,
      [tx.tenantId, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What WhatsApp said of the recipients of messages that are not here yet, and when. */
  async parkedRecipients(tx: Transaction, messageIds: readonly string[]): Promise<(ToldAccount & { at: string })[]> {
    const rows = await tx.query<{ recipient: ToldAccount & { at: string } }>(
      `select recipient from conversation.pending_statuses where tenant_id = $1 and message_id = any($2::uuid[]) and recipient is not null`,
      [tx.tenantId, messageIds],
    );
    return rows.map(({ recipient }) => recipient);
  }

  /** Takes out what was parked for messages, oldest first. */
  async takeParked(
    tx: Transaction,
    messageIds: readonly string[],
  ): Promise<(StatusChange & { messageId: string; recipient: ToldAccount | null })[]> {
    const rows = await tx.query<{
      eventId: string;
      messageId: string;
      status: ShownProgress | 'failed';
      wamid: string | null;
      pricing: unknown;
      errors: unknown[];
      recipient: ToldAccount | null;
    }>(
      `delete from conversation.pending_statuses where tenant_id = $1 and message_id = any($2::uuid[])
       returning event_id as "eventId", message_id as "messageId", status, wamid, pricing, errors, recipient`,
      [tx.tenantId, messageIds],
    );
    return rows.sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  }

  /** Removes what was parked for messages that never came. All tenants, system role. */
  async pruneParked(tx: Transaction, olderThanDays: number, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (
         select tenant_id, event_id from conversation.pending_statuses
         where created_at < now() - make_interval(days => $1) order by created_at limit $2
       )
       delete from conversation.pending_statuses p using old where p.tenant_id = old.tenant_id and p.event_id = old.event_id`,
      [olderThanDays, limit],
    );
  }
}
