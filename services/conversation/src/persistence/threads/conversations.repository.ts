import { Injectable } from '@nestjs/common';
import { SILENT_TYPES } from '#contracts';
import type { Transaction } from '#database';
import type { Conversation, MergedThread, Ownership, Priority, StoredThread } from '../../domain/threads/conversation.js';
import type { Positions } from '../../domain/live/live-page.js';
import { SURVEY_REPLY } from '../../domain/surveys/survey.js';
import { MAX_TURNS, type DueReply, type Turn } from '../../domain/bot/question.js';
import { senderOf, SHOWN_GROUP } from '../groups/shown-group.js';
import { behind, ENTRIES_BEHIND } from '../live/live-log.repository.js';

export interface DueTurn {
  conversationId: string;
  epoch: number;
  outletId: string;
  contactId: string;
  contactName: string | null;
  unansweredFromSeq: number;
  turns: Turn[];
}

const THREAD = `c.id, c.outlet_id as "outletId", c.contact_id as "contactId", c.state, c.owner, c.assignee_id as "assigneeId",
  c.handoff_reason as "handoffReason", c.epoch, c.next_seq as "nextSeq", c.unanswered_from_seq as "unansweredFromSeq",
  c.last_message_at as "lastMessageAt", c.last_inbound_at as "lastInboundAt", c.window_expires_at as "windowExpiresAt",
  c.team_id as "teamId", c.priority, c.snoozed_until as "snoozedUntil", c.unread_count as "unreadCount", c.response_due_at as "responseDueAt",
  c.escalated_at as "escalatedAt", c.escalated_from as "escalatedFrom", c.closed_at as "closedAt", c.away_told_at as "awayToldAt",
  c.bot_from_seq as "botFromSeq"`;
const ROW = `${THREAD}, c.created_at as "createdAt", coalesce(k.alias, k.name) as "contactName", k.username as "contactUsername", k.phone, k.user_id as "userId", k.group_id as "groupId"`;
const PREVIEW_CHARACTERS = 200;
/** For `type not in (...)`. */
export const silentTypes = SILENT_TYPES.map((type) => `'${type}'`).join(', ');
/** Messages that are looked at to find one that says something. */
const MAX_PREVIEWED = 20;
/** SQL for the newest message that meets a condition, among the newest ones. */
const previewOf = (condition: string): string => `(
  select json_build_object('type', m.type, 'text', left(m.text, ${PREVIEW_CHARACTERS}), 'author', m.author, 'direction', m.direction,
    'status', m.status, 'failed', m.failed, 'deleted', m.deleted_at is not null, 'sender', ${senderOf('m')} ->> 'name',
    'at', to_char(m.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  from (
    select * from conversation.messages where tenant_id = $1 and conversation_id = c.id and place is null order by seq desc limit ${MAX_PREVIEWED}) m
  where ${condition} order by m.seq desc limit 1)`;
/**
 * A conversation as lists show it: with its labels, and with what was said last. Not what the system says by itself, and of one that waits
 * for a person what the customer wants.
 */
export const SHOWN = `${ROW},
  array(select l.label_id::text from conversation.conversation_labels l where l.tenant_id = $1 and l.conversation_id = c.id order by l.label_id) as "labelIds",
  coalesce(${previewOf(`m.author <> 'system' and m.type not in (${silentTypes}) and (c.state <> 'pending' or m.direction = 'inbound')`)},
    ${previewOf('true')}) as "lastMessage", ${SHOWN_GROUP} as "group"`;
export const JOINED = `conversation.conversations c join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id`;

/** Messages that are looked at to say how many are unread. */
const MAX_COUNTED = 1_000;

/**
 * SQL for the newest spoken messages of a conversation that the bot is shown, oldest first, as JSON. What was said in a group and stands in
 * the thread of its author, as all of it once did, is not said to the business; in the thread of the group it has an author. A survey is none of
 * the bot's business.
 */
const turnsOf = (conversationId: string, fromSeq: string, beforeSeq: string): string => `(
  select coalesce(json_agg(json_build_object('seq', m.seq, 'author', m.author, 'type', m.type, 'text', m.text, 'wamid', m.wamid, 'at', m.at) order by m.seq), '[]')
  from (
    select seq, author, type, text, wamid, at from conversation.messages
    where tenant_id = $1 and conversation_id = ${conversationId} and seq >= ${fromSeq} and seq < ${beforeSeq} and deleted_at is null
      and type not in (${silentTypes}) and (content -> 'group_id' is null or author_id is not null) and not (type = 'interactive' and (
        author = 'system' or coalesce(content #>> '{interactive,list_reply,id}', '') like '${SURVEY_REPLY}%'))
    order by seq desc limit ${MAX_TURNS}) m)`;

@Injectable()
export class ConversationsRepository {
  async find(tx: Transaction, id: string): Promise<Conversation | undefined> {
    const [row] = await tx.query<Conversation>(`select ${SHOWN} from ${JOINED} where c.tenant_id = $1 and c.id = $2`, [tx.tenantId, id]);
    return row;
  }

  async lock(tx: Transaction, id: string): Promise<Conversation | undefined> {
    const [row] = await tx.query<Conversation>(`select ${SHOWN} from ${JOINED} where c.tenant_id = $1 and c.id = $2 for update of c`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }

  async findAll(tx: Transaction, ids: readonly string[]): Promise<Conversation[]> {
    return tx.query<Conversation>(`select ${SHOWN} from ${JOINED} where c.tenant_id = $1 and c.id = any($2::uuid[])`, [tx.tenantId, ids]);
  }

  /** What the entries of the live log behind these cursors are about: of a message, the conversation in which it is now. */
  async ofLog(tx: Transaction, cursors: Positions, perInbox: number): Promise<Conversation[]> {
    return tx.query<Conversation>(
      `select ${SHOWN} from ${JOINED} where c.tenant_id = $1 and c.id = any(array(
         select coalesce(
           (select m.conversation_id from conversation.messages m where m.tenant_id = $1 and m.id = e.ref_id and e.kind in ('message', 'status')),
           e.conversation_id)
         from (${ENTRIES_BEHIND}) e))`,
      behind(tx, cursors, perInbox),
    );
  }

  /**
   * A change of hands ends whatever was asked of the bot: nothing is due, and what was asked before is not asked again.
   *
   * @param turn.ends whether hands have changed @param turn.beginsAnew whether the bot is not shown what was said so far
   */
  async saveOwnership(tx: Transaction, id: string, to: Ownership, turn: { ends: boolean; beginsAnew: boolean }): Promise<void> {
    await tx.execute(
      `update conversation.conversations set state = $3, owner = $4, assignee_id = $5, handoff_reason = $6, epoch = $7, team_id = $8,
         priority = $9, snoozed_until = $10, response_due_at = $11, escalated_at = $12, escalated_from = $13, closed_at = $14,
         reply_due_at = case when $15::boolean then null else reply_due_at end,
         flow_run_id = case when not $15 then flow_run_id end,
         unanswered_from_seq = case when $15 then next_seq else unanswered_from_seq end,
         bot_from_seq = case when $16::boolean then next_seq else bot_from_seq end
       where tenant_id = $1 and id = $2`,
      [
        tx.tenantId,
        id,
        to.state,
        to.owner,
        to.assigneeId,
        to.handoffReason,
        to.epoch,
        to.teamId,
        to.priority,
        to.snoozedUntil,
        to.responseDueAt,
        to.escalatedAt,
        to.escalatedFrom,
        to.closedAt,
        turn.ends,
        turn.beginsAnew,
      ],
    );
  }

  /** What a change of hands has ended goes on: what was not answered is not answered yet, and the bot is asked for it where it is the bot's. */
  async goOn(
    tx: Transaction,
    id: string,
    { unansweredFromSeq, botFromSeq, asksBot }: { unansweredFromSeq: number; botFromSeq: number; asksBot: boolean },
  ): Promise<void> {
    await tx.execute(
      `update conversation.conversations set unanswered_from_seq = $3, bot_from_seq = $4,
         reply_due_at = case when $5::boolean then clock_timestamp() end
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, id, unansweredFromSeq, botFromSeq, asksBot],
    );
  }

  /** How people sort it. */
  async sort(tx: Transaction, id: string, by: { priority: Priority; teamId: string | null }): Promise<void> {
    await tx.execute(`update conversation.conversations set priority = $3, team_id = $4 where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
      by.priority,
      by.teamId,
    ]);
  }

  /**
   * Somebody has seen a conversation, which this transaction has locked, up to a seq: what came after is unread. Never more than before.
   * Where more came after than is counted in a moment, nothing changes: whoever reads on gets there.
   *
   * @returns how many that are
   */
  async read(tx: Transaction, id: string, upToSeq: number): Promise<number> {
    const [row] = await tx.query<{ unreadCount: number }>(
      `update conversation.conversations c set unread_count = case
           when c.next_seq - 1 - $3::integer > ${MAX_COUNTED} then c.unread_count
           else least(c.unread_count, (
             select count(*) from conversation.messages where tenant_id = $1 and conversation_id = $2 and seq > $3 and direction = 'inbound'
               and type not in (${silentTypes}))) end
       where c.tenant_id = $1 and c.id = $2 returning c.unread_count as "unreadCount"`,
      [tx.tenantId, id, upToSeq],
    );
    return row!.unreadCount;
  }

  /** What a person who writes now answers to; undefined where the customer has said nothing yet, or there is no such conversation. */
  async newestTurn(tx: Transaction, id: string): Promise<{ outletId: string; wamid: string; windowExpiresAt: string } | undefined> {
    const [row] = await tx.query<{ outletId: string; wamid: string; windowExpiresAt: string }>(
      `select c.outlet_id as "outletId", c.window_expires_at as "windowExpiresAt", (
         select m.wamid from conversation.messages m
         where m.tenant_id = $1 and m.conversation_id = $2 and m.direction = 'inbound'
           and m.type not in (${silentTypes})
         order by m.seq desc limit 1) as wamid
       from conversation.conversations c where c.tenant_id = $1 and c.id = $2`,
      [tx.tenantId, id],
    );
    return row?.wamid && row.windowExpiresAt ? row : undefined;
  }

  /** Conversations of all tenants whose customers have finished writing. System role. */
  async findDue(tx: Transaction, limit: number): Promise<DueReply[]> {
    return tx.query<DueReply>(
      `select tenant_id as "tenantId", id as "conversationId", epoch from conversation.conversations
       where reply_due_at <= statement_timestamp() order by reply_due_at limit $1`,
      [limit],
    );
  }

  /**
   * Takes due replies, each once: whoever comes second, or after the customer has written again, gets nothing. A conversation that
   * somebody is just working on is left to them or to the next sweep.
   */
  async takeDue(tx: Transaction, due: readonly { conversationId: string; epoch: number }[]): Promise<DueTurn[]> {
    return tx.query<DueTurn>(
      `with free as (
         select c.id from (select * from unnest($2::uuid[], $3::integer[]) as d (id, epoch) order by id) d
         cross join lateral (
           select id from conversation.conversations
           where tenant_id = $1 and id = d.id and epoch = d.epoch and owner = 'bot' and reply_due_at is not null for update skip locked) c
       ), due as (
         update conversation.conversations c set reply_due_at = null from free
         where c.tenant_id = $1 and c.id = free.id
         returning c.id, c.outlet_id, c.contact_id, c.epoch, c.unanswered_from_seq, c.bot_from_seq, c.next_seq
       )
       select d.id as "conversationId", d.outlet_id as "outletId", d.contact_id as "contactId", d.epoch,
         d.unanswered_from_seq as "unansweredFromSeq", case when k.group_id is null then coalesce(k.alias, k.name) end as "contactName",
         ${turnsOf('d.id', 'd.bot_from_seq', 'd.next_seq')} as turns
       from due d cross join lateral (
         select alias, name, group_id from conversation.contacts where tenant_id = $1 and id = d.contact_id limit 1) k`,
      [tx.tenantId, due.map(({ conversationId }) => conversationId), due.map(({ epoch }) => epoch)],
    );
  }

  /**
   * What was said in conversations from one seq on and before another, oldest first; without reactions and the like.
   *
   * @returns by conversation
   */
  async turns(
    tx: Transaction,
    spans: readonly { conversationId: string; fromSeq: number; beforeSeq: number }[],
  ): Promise<Map<string, Turn[]>> {
    if (spans.length === 0) return new Map();
    const rows = await tx.query<{ id: string; turns: Turn[] }>(
      `select s.id, ${turnsOf('s.id', 's.from_seq', 's.before_seq')} as turns
       from unnest($2::uuid[], $3::integer[], $4::integer[]) as s (id, from_seq, before_seq)`,
      [
        tx.tenantId,
        spans.map(({ conversationId }) => conversationId),
        spans.map(({ fromSeq }) => fromSeq),
        spans.map(({ beforeSeq }) => beforeSeq),
      ],
    );
    return new Map(rows.map(({ id, turns }) => [id, turns]));
  }

  async lockOfContacts(tx: Transaction, contactIds: readonly string[]): Promise<StoredThread[]> {
    return tx.query<StoredThread>(
      `select ${THREAD} from conversation.conversations c where c.tenant_id = $1 and c.contact_id = any($2::uuid[]) order by c.id for update`,
      [tx.tenantId, contactIds],
    );
  }

  /** Moves the messages of `goes` behind those of `stays` and removes `goes`. Both are locked. */
  async merge(tx: Transaction, stays: string, goes: string, merged: MergedThread): Promise<void> {
    await tx.execute(
      `update conversation.messages set conversation_id = $3, seq = seq + $4::integer, place = place + $4 where tenant_id = $1 and conversation_id = $2`,
      [tx.tenantId, goes, stays, merged.offset],
    );
    await tx.execute(
      `update conversation.notes set conversation_id = $3, after_seq = after_seq + $4::integer where tenant_id = $1 and conversation_id = $2`,
      [tx.tenantId, goes, stays, merged.offset],
    );
    await tx.execute(
      `update conversation.activities set conversation_id = $3, after_seq = after_seq + $4::integer where tenant_id = $1 and conversation_id = $2`,
      [tx.tenantId, goes, stays, merged.offset],
    );
    await tx.execute(`delete from conversation.surveys where tenant_id = $1 and conversation_id = $2 and asked_at is null`, [
      tx.tenantId,
      goes,
    ]);
    await tx.execute(`update conversation.surveys set conversation_id = $3 where tenant_id = $1 and conversation_id = $2`, [
      tx.tenantId,
      goes,
      stays,
    ]);
    await tx.execute(
      `with gone as (
         delete from conversation.conversation_labels where tenant_id = $1::uuid and conversation_id = $2 returning label_id
       )
       insert into conversation.conversation_labels (tenant_id, conversation_id, label_id) select $1, $3::uuid, label_id from gone
       on conflict do nothing`,
      [tx.tenantId, goes, stays],
    );
    await tx.execute(
      `update conversation.conversations c
       set free_entry_at = greatest(c.free_entry_at, g.free_entry_at), free_entry_until = greatest(c.free_entry_until, g.free_entry_until)
       from conversation.conversations g
       where c.tenant_id = $1 and c.id = $3 and g.tenant_id = $1 and g.id = $2 and g.free_entry_at is not null`,
      [tx.tenantId, goes, stays],
    );
    await tx.execute(`delete from conversation.conversations where tenant_id = $1 and id = $2`, [tx.tenantId, goes]);
    await tx.execute(`insert into conversation.merged_conversations (tenant_id, id, into_id) values ($1, $2, $3)`, [
      tx.tenantId,
      goes,
      stays,
    ]);
    await tx.execute(
      `update conversation.conversations set state = $3, owner = $4, assignee_id = $5, handoff_reason = $6, epoch = $7, next_seq = $8,
         unanswered_from_seq = $9, last_message_at = $10, last_inbound_at = $11, window_expires_at = $12,
         reply_due_at = case when $13::boolean then clock_timestamp() end, team_id = $14, priority = $15, snoozed_until = $16,
         response_due_at = $17, escalated_at = $18, escalated_from = $19, closed_at = $20, bot_from_seq = $21, unread_count = $22,
         away_told_at = $23
       where tenant_id = $1 and id = $2`,
      [
        tx.tenantId,
        stays,
        merged.state,
        merged.owner,
        merged.assigneeId,
        merged.handoffReason,
        merged.epoch,
        merged.nextSeq,
        merged.unansweredFromSeq,
        merged.lastMessageAt,
        merged.lastInboundAt,
        merged.windowExpiresAt,
        merged.asksForReply,
        merged.teamId,
        merged.priority,
        merged.snoozedUntil,
        merged.responseDueAt,
        merged.escalatedAt,
        merged.escalatedFrom,
        merged.closedAt,
        merged.botFromSeq,
        merged.unreadCount,
        merged.awayToldAt,
      ],
    );
  }

  /** Those of the ids whose conversations went into others. */
  async mergedAway(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from conversation.merged_conversations where tenant_id = $1 and id = any($2::uuid[])`,
      [tx.tenantId, ids],
    );
    return rows.map(({ id }) => id);
  }

  async moveToContact(tx: Transaction, from: string, to: string): Promise<void> {
    await tx.execute(`update conversation.conversations set contact_id = $3 where tenant_id = $1 and contact_id = $2`, [
      tx.tenantId,
      from,
      to,
    ]);
  }
}
