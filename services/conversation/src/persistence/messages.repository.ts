import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Owner, State } from '../domain/conversation.js';
import type { Message } from '../domain/message.js';
import type { Positions } from '../domain/live-page.js';
import { SHOWN_COLUMNS } from './media/shown-columns.js';
import { rankOf, type MessageStatus, type Progress, type StatusChange } from '../domain/message-status.js';
import { behind, ENTRIES_BEHIND } from './live-log.repository.js';

export interface BotTurn {
  conversationId: string;
  /** The epoch under which the turn was asked for. */
  epoch: number;
  messageId: string;
  author: 'bot' | 'system';
  text: string;
  content: object;
  citations: readonly unknown[] | null;
  /** Set to hand the conversation over with the message. */
  handoffReason: string | null;
  /** By when a person is to write after that. */
  responseDueAt: string | null;
  /** Said instead, where nobody is there, to a customer who was not told so yet in this closed period. */
  away: AwayNotice | null;
  at: string;
}

export interface AwayNotice {
  text: string;
  content: object;
  closedSince: string;
}

export interface SpokenTurn {
  outletId: string;
  contactId: string;
  phone: string | null;
  userId: string | null;
  seq: number;
  epoch: number;
  state: State;
  owner: Owner;
  /** The notice for the absence was said, and not the text. */
  isAway: boolean;
}

export interface SpokenNotice {
  outletId: string;
  contactId: string;
  phone: string | null;
  userId: string | null;
  seq: number;
}

export type TurnOutcome = { outcome: 'spoken'; turn: SpokenTurn } | { outcome: 'known' | 'stale' };

/** What is known of a message's delivery, and where the message stands. */
export interface StandingStatus extends MessageStatus {
  conversationId: string;
  outletId: string;
}

interface StatusRow extends StandingStatus {
  id: string;
}

export interface ParkedStatus extends StatusChange {
  eventId: string;
  messageId: string;
}

const MESSAGE = `id, seq, direction, author, author_id as "authorId", type, text, content, wamid, status, failed, errors, pricing, citations, at,
  ${SHOWN_COLUMNS}`;

@Injectable()
export class MessagesRepository {
  /**
   * Speaks the bot's turn if it still holds, in one statement: claims the event, and only where the bot owns the conversation under
   * the same epoch, and has not answered it yet, puts the message in, hands over where a reason is given, and moves the conversation on.
   */
  async speakTurn(tx: Transaction, eventId: string, turn: BotTurn): Promise<TurnOutcome> {
    const [row] = await tx.query<SpokenTurn & { isClaimed: boolean }>(
      `with claim as (
         insert into conversation.inbox (tenant_id, event_id) values ($1::uuid, $2::uuid) on conflict do nothing returning event_id
       ), turn as (
         update conversation.conversations c set
           next_seq = c.next_seq + 1,
           answered_epoch = $4::integer,
           unanswered_from_seq = c.next_seq + 1,
           last_message_at = greatest(c.last_message_at, $11::timestamptz),
           owner = case when $10::text is null then c.owner else 'none' end,
           state = case when $10 is null then c.state else 'pending' end,
           snoozed_until = case when $10 is null then c.snoozed_until end,
           handoff_reason = coalesce($10, c.handoff_reason),
           response_due_at = case when $10 is null then c.response_due_at else $12::timestamptz end,
           away_told_at = case when coalesce(c.away_told_at, '-infinity') < $15::timestamptz then $11 else c.away_told_at end,
           reply_due_at = case when $10 is null then c.reply_due_at end,
           epoch = c.epoch + case when $10 is null then 0 else 1 end
         from claim
         where c.tenant_id = $1 and c.id = $3::uuid and c.owner = 'bot' and c.epoch = $4 and c.answered_epoch < $4
         returning c.id, c.outlet_id, c.contact_id, c.next_seq - 1 as seq, c.epoch, c.state, c.owner,
           coalesce($15::timestamptz is not null and c.away_told_at = $11::timestamptz, false) as is_away
       ), message as (
         insert into conversation.messages
           (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, citations, epoch, at)
         select $1, $5::uuid, t.id, t.seq, 'outbound', $6::text, 'text', case when t.is_away then $13::text else $7::text end,
           case when t.is_away then $14::jsonb else $8::jsonb end, 'queued', $9::jsonb, $4, $11
         from turn t
       )
       select exists (select from claim) as "isClaimed", t.outlet_id as "outletId", t.contact_id as "contactId", t.seq, t.epoch, t.state,
         t.owner, t.is_away as "isAway", k.phone, k.user_id as "userId"
       from (select) one left join turn t on true
       left join conversation.contacts k on k.tenant_id = $1 and k.id = t.contact_id`,
      [
        tx.tenantId,
        eventId,
        turn.conversationId,
        turn.epoch,
        turn.messageId,
        turn.author,
        turn.text,
        JSON.stringify(turn.content),
        turn.citations && JSON.stringify(turn.citations),
        turn.handoffReason,
        turn.at,
        turn.responseDueAt,
        turn.away?.text ?? null,
        turn.away && JSON.stringify(turn.away.content),
        turn.away?.closedSince ?? null,
      ],
    );
    if (!row?.isClaimed) return { outcome: 'known' };
    return row.seq === null ? { outcome: 'stale' } : { outcome: 'spoken', turn: row };
  }

  /** Puts an agent's message at the end of a conversation that this transaction has locked. @returns its seq */
  async appendAgentMessage(
    tx: Transaction,
    message: {
      id: string;
      conversationId: string;
      author: 'agent' | 'api';
      authorId: string;
      type: string;
      text: string | undefined;
      content: object;
      /** What the customer has asked is answered by it. */
      isTurn: boolean;
      at: string;
    },
  ): Promise<number> {
    const [row] = await tx.query<{ seq: number }>(
      `with moved as (
         update conversation.conversations set next_seq = next_seq + 1, unread_count = 0,
           unanswered_from_seq = case when $10::boolean then next_seq + 1 else unanswered_from_seq end,
           last_message_at = greatest(last_message_at, $7::timestamptz)
         where tenant_id = $1::uuid and id = $3::uuid returning next_seq - 1 as seq, epoch
       )
       insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, author_id, type, text, content, status, epoch, at)
       select $1, $2::uuid, $3, seq, 'outbound', $8::text, $4::text, $9::text, $5::text, $6::jsonb, 'queued', epoch, $7 from moved
       returning seq`,
      [
        tx.tenantId,
        message.id,
        message.conversationId,
        message.authorId,
        message.text,
        JSON.stringify(message.content),
        message.at,
        message.author,
        message.type,
        message.isTurn,
      ],
    );
    if (!row) throw new Error('the conversation is locked and yet not there');
    return row.seq;
  }

  /** The message of a conversation that WhatsApp knows under this id. */
  async idOf(tx: Transaction, conversationId: string, wamid: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `select id from conversation.messages where tenant_id = $1 and wamid = $3 and conversation_id = $2 limit 1`,
      [tx.tenantId, conversationId, wamid],
    );
    return row?.id;
  }

  /** WhatsApp's ids of messages of a conversation, by ours; those that WhatsApp does not know are left out. */
  async wamidsOf(tx: Transaction, conversationId: string, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; wamid: string }>(
      `select id, wamid from conversation.messages
       where tenant_id = $1 and id = any($3::uuid[]) and conversation_id = $2 and wamid is not null`,
      [tx.tenantId, conversationId, ids],
    );
    return new Map(rows.map(({ id, wamid }) => [id, wamid]));
  }

  /**
   * Puts what the system tells the customer at the end of a conversation.
   *
   * @param notice.closedSince set where it says that nobody is there: then only in a conversation that waits, and once since that time
   * @returns undefined when it is not said
   */
  async appendNotice(
    tx: Transaction,
    notice: { id: string; conversationId: string; text: string; content: object; at: string; closedSince: string | null },
  ): Promise<SpokenNotice | undefined> {
    const [row] = await tx.query<SpokenNotice>(
      `with moved as (
         update conversation.conversations set next_seq = next_seq + 1, last_message_at = greatest(last_message_at, $6::timestamptz),
           away_told_at = case when $7::timestamptz is null then away_told_at else $6 end
         where tenant_id = $1::uuid and id = $3::uuid
           and ($7::timestamptz is null or owner = 'none' and state = 'pending' and coalesce(away_told_at, '-infinity') < $7::timestamptz)
         returning next_seq - 1 as seq, epoch, outlet_id, contact_id
       ), message as (
         insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, epoch, at)
         select $1, $2::uuid, $3, seq, 'outbound', 'system', 'text', $4::text, $5::jsonb, 'queued', epoch, $6 from moved
       )
       select m.seq, m.outlet_id as "outletId", m.contact_id as "contactId", k.phone, k.user_id as "userId"
       from moved m join conversation.contacts k on k.tenant_id = $1 and k.id = m.contact_id`,
      [tx.tenantId, notice.id, notice.conversationId, notice.text, JSON.stringify(notice.content), notice.at, notice.closedSince],
    );
    return row;
  }

  async find(tx: Transaction, id: string): Promise<Message | undefined> {
    const [row] = await tx.query<Message>(`select ${MESSAGE} from conversation.messages where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }

  /** Those of the messages that are there, in no order. */
  async findAll(tx: Transaction, ids: readonly string[]): Promise<Message[]> {
    return tx.query<Message>(`select ${MESSAGE} from conversation.messages where tenant_id = $1 and id = any($2::uuid[])`, [
      tx.tenantId,
      ids,
    ]);
  }

  /** Oldest first, or newest first where `beforeSeq` says that it is read backwards; one more than `limit` where there are more. */
  async list(
    tx: Transaction,
    conversationId: string,
    { afterSeq, beforeSeq }: { afterSeq: number; beforeSeq?: number },
    limit: number,
  ): Promise<Message[]> {
    if (beforeSeq === undefined) {
      return tx.query<Message>(
        `select ${MESSAGE} from conversation.messages where tenant_id = $1 and conversation_id = $2 and seq > $3 order by seq limit $4`,
        [tx.tenantId, conversationId, afterSeq, limit + 1],
      );
    }
    return tx.query<Message>(
      `select ${MESSAGE} from conversation.messages
       where tenant_id = $1 and conversation_id = $2 and seq > $3 and seq < $4 order by seq desc limit $5`,
      [tx.tenantId, conversationId, afterSeq, beforeSeq, limit + 1],
    );
  }

  /** The messages that the entries of the live log behind these cursors are about. */
  async ofLog(tx: Transaction, cursors: Positions, perInbox: number): Promise<(Message & { conversationId: string })[]> {
    return tx.query(
      `select ${MESSAGE}, conversation_id as "conversationId" from conversation.messages
       where tenant_id = $1 and id = any(array(select e.ref_id from (${ENTRIES_BEHIND}) e where e.kind in ('message', 'status')))`,
      behind(tx, cursors, perInbox),
    );
  }

  /**
   * The messages of conversations above their seqs, one more than `limit` of each where there are more. Those that stand in the live log
   * of their inbox behind its position are marked.
   */
  async missed(
    tx: Transaction,
    after: Positions,
    until: Positions,
    limit: number,
  ): Promise<(Message & { conversationId: string; isToCome: boolean })[]> {
    return tx.query(
      `select ${MESSAGE}, conversation_id as "conversationId", exists (
         select from conversation.inbox_log l
         where l.tenant_id = $1 and l.outlet_id = messages.outlet_id and l.seq > messages.until and l.kind = 'message' and l.ref_id = messages.id
       ) as "isToCome"
       from unnest($2::uuid[], $3::bigint[]) as wanted (wanted_id, after_seq)
       join lateral (
         select outlet_id, coalesce((select u.seq from unnest($4::uuid[], $5::bigint[]) as u (id, seq) where u.id = c.outlet_id), 0) as until
         from conversation.conversations c where c.tenant_id = $1 and c.id = wanted.wanted_id) inbox on true
       join lateral (
         select m.*, inbox.outlet_id, inbox.until from conversation.messages m
         where m.tenant_id = $1 and m.conversation_id = wanted.wanted_id and m.seq > wanted.after_seq order by m.seq limit $6) messages on true
       order by conversation_id, seq`,
      [tx.tenantId, Object.keys(after), Object.values(after), Object.keys(until), Object.values(until), limit + 1],
    );
  }

  /** Outbound messages among these ids with what is known of their delivery, locked. */
  async lockStatuses(tx: Transaction, ids: readonly string[]): Promise<Map<string, StandingStatus>> {
    const rows = await tx.query<StatusRow>(
      `select m.id, m.status as progress, m.failed, m.wamid, m.pricing, m.errors, m.conversation_id as "conversationId", c.outlet_id as "outletId"
       from conversation.messages m join conversation.conversations c on c.tenant_id = $1 and c.id = m.conversation_id
       where m.tenant_id = $1 and m.id = any($2::uuid[]) and m.direction = 'outbound' order by m.id for no key update of m`,
      [tx.tenantId, ids],
    );
    return new Map(rows.map(({ id, ...status }) => [id, status]));
  }

  async saveStatuses(tx: Transaction, statuses: ReadonlyMap<string, MessageStatus>): Promise<void> {
    const rows = [...statuses].map(([id, status]) => ({
      id,
      status: status.progress,
      status_rank: rankOf(status.progress),
      failed: status.failed,
      wamid: status.wamid,
      pricing: status.pricing,
      errors: status.errors,
    }));
    await tx.execute(
      `update conversation.messages m set status = s.status, status_rank = s.status_rank, failed = s.failed, wamid = s.wamid,
         pricing = s.pricing, errors = s.errors
       from jsonb_to_recordset($2::jsonb)
         as s (id uuid, status text, status_rank smallint, failed boolean, wamid text, pricing jsonb, errors jsonb)
       where m.tenant_id = $1 and m.id = s.id`,
      [tx.tenantId, JSON.stringify(rows)],
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
    }));
    await tx.execute(
      `insert into conversation.pending_statuses (tenant_id, event_id, message_id, status, wamid, pricing, errors)
       select $1, s.* from jsonb_to_recordset($2::jsonb)
         as s (event_id uuid, message_id uuid, status text, wamid text, pricing jsonb, errors jsonb)`,
      [tx.tenantId, JSON.stringify(rows)],
    );
  }

  /** Takes out what was parked for a message, oldest first. */
  async takeParked(tx: Transaction, messageId: string): Promise<StatusChange[]> {
    const rows = await tx.query<{
      eventId: string;
      status: Progress | 'failed';
      wamid: string | null;
      pricing: unknown;
      errors: unknown[];
    }>(
      `delete from conversation.pending_statuses where tenant_id = $1 and message_id = $2
       returning event_id as "eventId", status, wamid, pricing, errors`,
      [tx.tenantId, messageId],
    );
    return rows.sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  }

  /** Removes what was parked for messages that never came. All tenants, system role. */
  async pruneParked(tx: Transaction, olderThanDays: number): Promise<number> {
    return tx.execute(`delete from conversation.pending_statuses where created_at < now() - make_interval(days => $1)`, [olderThanDays]);
  }
}
