import { Injectable } from '@nestjs/common';
import type { ConversationState, Owner } from '#contracts';
import type { Transaction } from '#database';
import { OUTLET_DEBOUNCE } from '../bot/bot-turns.repository.js';

/** A message on its way into its conversation. */
export interface InboundMessage {
  messageId: string;
  conversationId: string;
  outletId: string;
  /** In a group: the contact who wrote it. */
  senderId?: string;
  type: string;
  text?: string;
  content: string | null;
  phoneNumberId: string;
  wamid: string;
  at: string;
  isTurn: boolean;
  asksForReply: boolean;
  /** The service window runs from it, also where it is no turn. */
  opensWindow: boolean;
  /** The customer came through an advertisement. */
  fromAd?: boolean;
}

export interface SubmittedMessage {
  messageId: string;
  conversationId: string;
  type: string;
  text?: string;
  content: string | null;
  at: string;
}

/** Where a message now stands, and how its conversation stood right after it. */
export interface Standing {
  messageId: string;
  conversationId: string;
  seq: number;
  epoch: number;
  state: ConversationState;
  owner: Owner;
  previousOwner: Owner;
  previousState: ConversationState;
  unansweredFromSeq: number;
  /** Edits or a revocation of it came before it. */
  hasChanges: boolean;
  /** What stands before it the bot is not shown. */
  botFromSeq: number;
  /** Until the bot is asked; 0 asks at once. */
  debounceMs: number;
  /** The message asks for an answer, and no flow waits for it. */
  asksBot: boolean;
}

type RecordedRow<S> = S & { isRecorded: boolean };

/**
 * The hot path, second half: messages enter their conversations, which this transaction has locked, in ONE statement.
 *
 * What one message makes of its conversation follows from what came before it in the batch: the seq and the epoch are counted, and the
 * first turn of the customer wakes a conversation or opens it again. So every message gets what it would have got alone, and each
 * conversation is written once. Copies are looked for after the lock: whoever else records the same wamid holds the same conversation.
 * Should one stand in another conversation all the same, nothing moves. A time of WhatsApp that is ahead of ours opens the window for 24
 * hours from now and no longer.
 */
const RECORD_INBOUND = `
with given as materialized (
  select g.*, coalesce((
      select true from conversation.messages d
      where d.tenant_id = $1 and d.phone_number_id = g.phone_number_id and d.wamid = g.wamid and d.direction = 'inbound'), false) as is_copy
  from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::boolean[], $11::boolean[],
      $14::text[], $15::boolean[], $16::boolean[])
    with ordinality as g (
      conversation_id, id, type, text, content, phone_number_id, wamid, at, is_turn, asks, sender_id, opens_window, from_ad, n)
), outlet as (
  select id, ${OUTLET_DEBOUNCE} as debounce_ms
  from tenant.outlets_v1 where tenant_id = $1 and id = any($12::uuid[])
), thread as (
  select c.id, c.place, c.next_seq, c.epoch, c.state, c.owner, c.unanswered_from_seq, c.bot_from_seq, c.last_message_at, c.flow_run_id, coalesce(o.debounce_ms, $13::float8) as debounce_ms,
    case c.state when 'closed' then 'open' when 'snoozed' then case c.owner when 'none' then 'pending' else 'open' end else c.state end as awake_state,
    case c.state when 'closed' then 'bot' else c.owner end as awake_owner
  from (select distinct conversation_id as id from given) g
  cross join lateral (select ctid as place, * from conversation.conversations where tenant_id = $1 and id = g.id limit 1) c
  left join outlet o on o.id = c.outlet_id
), arrival as (
  select g.*, t.place, t.next_seq, t.state, t.owner, t.awake_state, t.awake_owner, t.unanswered_from_seq, t.bot_from_seq, t.debounce_ms,
    (t.next_seq - 1 + row_number() over so_far)::integer as seq,
    floor(extract(epoch from g.at)) as second,
    greatest(floor(extract(epoch from t.last_message_at)),
      max(floor(extract(epoch from g.at))) over (so_far rows between unbounded preceding and 1 preceding)) as newest,
    -- What is said to a flow that waits for it is not the bot's to answer.
    g.asks and t.flow_run_id is null as asks_bot,
    (t.epoch + count(*) filter (where g.asks and t.flow_run_id is null) over so_far)::integer as epoch,
    bool_or(g.is_turn) over so_far as is_awake,
    coalesce(bool_or(g.is_turn) over (so_far rows between unbounded preceding and 1 preceding), false) as was_awake
  from given g join thread t on t.id = g.conversation_id
  where not g.is_copy
  window so_far as (partition by g.conversation_id order by g.n)
), message as (
  insert into conversation.messages
    (tenant_id, id, conversation_id, seq, direction, author, author_id, type, text, content, phone_number_id, wamid, status, epoch, at, place)
  select $1, id, conversation_id, seq, 'inbound', 'customer', sender_id, type, text, content::jsonb, phone_number_id, wamid, 'received', epoch, at,
    -- Written before what is there: it stands before the first that is newer.
    case when second < newest then least(
      conversation.place_of($1, conversation_id, at, next_seq),
      (select min(b.seq) from arrival b where b.conversation_id = a.conversation_id and b.seq < a.seq and b.second > a.second)) end
  from arrival a
  on conflict do nothing
  returning id
), change as (
  select place, awake_state, awake_owner, debounce_ms, count(*)::integer as messages, (count(*) filter (where asks_bot))::integer as asked,
    (count(*) filter (where is_turn))::integer as turns, max(at) as at, max(at) filter (where opens_window) as window_at,
    max(at) filter (where from_ad) as ad_at
  from arrival group by place, awake_state, awake_owner, debounce_ms
), moved as (
  update conversation.conversations c set
    next_seq = c.next_seq + d.messages,
    epoch = c.epoch + d.asked,
    state = case when d.turns > 0 then d.awake_state else c.state end,
    snoozed_until = case when d.turns = 0 then c.snoozed_until end,
    closed_at = case when d.turns = 0 then c.closed_at end,
    unread_count = c.unread_count + d.turns,
    owner = case when d.turns > 0 then d.awake_owner else c.owner end,
    assignee_id = case when d.turns = 0 or c.state <> 'closed' then c.assignee_id end,
    handoff_reason = case when d.turns = 0 or c.state <> 'closed' then c.handoff_reason end,
    last_message_at = greatest(c.last_message_at, d.at),
    last_inbound_at = greatest(c.last_inbound_at, d.window_at),
    window_expires_at = greatest(c.window_expires_at, least(d.window_at, case when d.window_at is not null then clock_timestamp() end) + interval '24 hours'),
    free_entry_at = greatest(c.free_entry_at, d.ad_at),
    reply_due_at = case
      when d.asked > 0 and d.awake_owner = 'bot' and d.debounce_ms > 0
        then clock_timestamp() + make_interval(secs => d.debounce_ms / 1000)
      when d.asked > 0 and d.debounce_ms = 0 then null
      else c.reply_due_at end
  from change d
  where c.ctid = d.place and (select count(*) from message) = (select count(*) from arrival)
)
select a.id as "messageId", a.conversation_id as "conversationId", a.seq, a.epoch,
  case when a.is_awake then a.awake_state else a.state end as state, case when a.is_awake then a.awake_owner else a.owner end as owner,
  case when a.was_awake then a.awake_state else a.state end as "previousState",
  case when a.was_awake then a.awake_owner else a.owner end as "previousOwner",
  exists (
    select from conversation.pending_changes p
    where p.tenant_id = $1 and p.phone_number_id = a.phone_number_id and p.target_wamid = a.wamid) as "hasChanges",
  a.unanswered_from_seq as "unansweredFromSeq", a.bot_from_seq as "botFromSeq", a.debounce_ms as "debounceMs", a.asks_bot as "asksBot", a.id in (select id from message) as "isRecorded"
from arrival a order by a.n`;

/** The same for what programs have sent: it moves a conversation on and changes nothing else of it. */
const RECORD_SUBMITTED = `
with given as materialized (
  select g.*, coalesce((select true from conversation.messages d where d.tenant_id = $1 and d.id = g.id), false) as is_copy
  from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
    with ordinality as g (conversation_id, id, type, text, content, at, n)
), thread as (
  select c.* from (select distinct conversation_id as id from given) g
  cross join lateral (select id, ctid as place, next_seq, epoch from conversation.conversations where tenant_id = $1 and id = g.id limit 1) c
), arrival as (
  select g.*, t.place, t.epoch, (t.next_seq - 1 + row_number() over (partition by g.conversation_id order by g.n))::integer as seq
  from given g join thread t on t.id = g.conversation_id
  where not g.is_copy
), message as (
  insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, epoch, at)
  select $1, id, conversation_id, seq, 'outbound', 'api', type, text, content::jsonb, 'queued', epoch, at from arrival
  on conflict do nothing
  returning id
), moved as (
  update conversation.conversations c set next_seq = c.next_seq + d.messages, last_message_at = greatest(c.last_message_at, d.at)
  from (select place, count(*)::integer as messages, max(at) as at from arrival group by place) d
  where c.ctid = d.place and (select count(*) from message) = (select count(*) from arrival)
)
select a.id as "messageId", a.conversation_id as "conversationId", a.seq, a.id in (select id from message) as "isRecorded"
from arrival a order by a.n`;

/** Messages that come into conversations by events. */
@Injectable()
export class ArrivalsRepository {
  /**
   * @param defaultDebounceMs for an outlet without a setting of its own
   * @returns where each message stands, by its id; those that stand there already, under whatever id, are left out
   */
  async recordInbound(tx: Transaction, messages: readonly InboundMessage[], defaultDebounceMs: number): Promise<Map<string, Standing>> {
    const rows = await tx.query<RecordedRow<Standing>>(RECORD_INBOUND, [
      tx.tenantId,
      messages.map(({ conversationId }) => conversationId),
      messages.map(({ messageId }) => messageId),
      messages.map(({ type }) => type),
      messages.map(({ text }) => text ?? null),
      messages.map(({ content }) => content),
      messages.map(({ phoneNumberId }) => phoneNumberId),
      messages.map(({ wamid }) => wamid),
      messages.map(({ at }) => at),
      messages.map(({ isTurn }) => isTurn),
      messages.map(({ asksForReply }) => asksForReply),
      [...new Set(messages.map(({ outletId }) => outletId))],
      defaultDebounceMs,
      messages.map(({ senderId }) => senderId ?? null),
      messages.map(({ opensWindow }) => opensWindow),
      messages.map(({ fromAd }) => fromAd ?? false),
    ]);
    return recordedOf(rows);
  }

  /** @returns as {@link recordInbound} */
  async recordSubmitted(tx: Transaction, messages: readonly SubmittedMessage[]): Promise<Map<string, Pick<Standing, 'messageId' | 'seq'>>> {
    const rows = await tx.query<RecordedRow<Pick<Standing, 'messageId' | 'conversationId' | 'seq'>>>(RECORD_SUBMITTED, [
      tx.tenantId,
      messages.map(({ conversationId }) => conversationId),
      messages.map(({ messageId }) => messageId),
      messages.map(({ type }) => type),
      messages.map(({ text }) => text ?? null),
      messages.map(({ content }) => content),
      messages.map(({ at }) => at),
    ]);
    return recordedOf(rows);
  }
}

/**
 * @throws when one of several messages turned out to stand in another conversation: the seqs behind it are off. The events are then
 *   recorded one by one.
 */
function recordedOf<S extends { messageId: string; conversationId: string }>(rows: readonly RecordedRow<S>[]): Map<string, S> {
  const recorded = rows.filter(({ isRecorded }) => isRecorded);
  if (recorded.length < rows.length && rows.length > 1) throw new Error('a message of the batch stands in another conversation already');
  return new Map(recorded.map((row) => [row.messageId, row]));
}
