import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Owner, State } from '../domain/conversation.js';
import type { SeenContact } from '../domain/identity.js';

export interface InboundEntry {
  messageId: string;
  outletId: string;
  seen: SeenContact;
  type: string;
  text?: string;
  content: string | null;
  phoneNumberId: string;
  wamid: string;
  at: string;
  isTurn: boolean;
  asksForReply: boolean;
  /** For an outlet without a setting of its own. */
  defaultDebounceMs: number;
}

export interface SubmittedEntry {
  messageId: string;
  outletId: string;
  seen: SeenContact;
  type: string;
  text?: string;
  content: string | null;
  at: string;
}

/** Where a message now stands. */
export interface Standing {
  conversationId: string;
  contactId: string;
  contactName: string | null;
  seq: number;
  epoch: number;
  state: State;
  owner: Owner;
  previousOwner: Owner;
  previousState: State;
  unansweredFromSeq: number;
  /** What stands before it the bot is not shown. */
  botFromSeq: number;
  /** Until the bot is asked; 0 asks at once. */
  debounceMs: number;
}

export type Recorded =
  | { outcome: 'recorded'; standing: Standing }
  /** The event's effects, or this very message, are in the database already. */
  | { outcome: 'known' }
  /** There is no conversation yet with a contact that is as the message shows it. */
  | { outcome: 'no-thread' };

interface RecordRow extends Standing {
  isClaimed: boolean;
  isDuplicate: boolean;
  seq: number;
}

/**
 * The hot path: a message enters its conversation in ONE statement.
 *
 * claim -> contact -> conversation row (locked) -> message -> conversation moved on. Each part reads the one before, so the order
 * holds although it is one statement. The message goes in before the conversation moves: a duplicate that waited for the lock finds
 * its wamid taken, inserts nothing, and so moves nothing. A part that waited for a lock sees the row as it was left (READ COMMITTED
 * evaluates its condition again); a conversation that was merged away meanwhile is simply not found.
 */
const claimAndFind = `
with claim as (
  insert into conversation.inbox (tenant_id, event_id) select $1::uuid, $2::uuid where $2::uuid is not null
  on conflict do nothing returning event_id
), known as (
  select id, phone, user_id, parent_user_id, name, username from conversation.contacts
  where tenant_id = $1 and (phone = $4::text or user_id = $5::text)
), contact as (
  select id, name from known
  where ($2::uuid is null or exists (select from claim)) and (select count(*) from known) = 1
    and ($4::text is null or phone = $4) and ($5::text is null or user_id = $5)
    and ($6::text is null or parent_user_id = $6) and ($7::text is null or name = $7) and ($8::text is null or username = $8)
), thread as (
  select c.id, c.contact_id, c.state, c.owner, c.assignee_id, c.handoff_reason, c.epoch, c.next_seq, c.unanswered_from_seq,
    c.bot_from_seq
  from conversation.conversations c
  where c.tenant_id = $1 and c.contact_id = (select id from contact) and c.outlet_id = $3::uuid
  for update
)`;

const identityParameters = (
  tenantId: string | undefined,
  eventId: string | null,
  entry: { outletId: string; seen: SeenContact },
): unknown[] => [
  tenantId,
  eventId,
  entry.outletId,
  entry.seen.phone ?? null,
  entry.seen.userId ?? null,
  entry.seen.parentUserId ?? null,
  entry.seen.name ?? null,
  entry.seen.username ?? null,
];

const RECORD_INBOUND = `${claimAndFind}, outlet as (
  select coalesce(
    (select case jsonb_typeof(settings -> 'replyDebounceMs')
        when 'number' then least(greatest((settings ->> 'replyDebounceMs')::float8, 0), 600000) end
     from tenant.outlets_v1 where tenant_id = $1 and id = $3),
    $19::float8) as debounce_ms
), opened as (
  select id, $17::boolean and state = 'closed' as is_reopened from thread
), message as (
  insert into conversation.messages
    (tenant_id, id, conversation_id, seq, direction, author, type, text, content, phone_number_id, wamid, status, epoch, at)
  select $1, $9::uuid, t.id, t.next_seq, 'inbound', 'customer', $10::text, $11::text, $12::jsonb, $13::text, $14::text, 'received',
    t.epoch + $16::integer, $15::timestamptz
  from thread t
  on conflict do nothing
  returning seq, epoch
), moved as (
  update conversation.conversations c set
    next_seq = t.next_seq + 1,
    epoch = m.epoch,
    state = case
      when $17 and t.state = 'closed' then 'open'
      when $17 and t.state = 'snoozed' then case t.owner when 'none' then 'pending' else 'open' end
      else t.state end,
    snoozed_until = case when not $17 then c.snoozed_until end,
    closed_at = case when not $17 then c.closed_at end,
    unread_count = c.unread_count + case when $17 then 1 else 0 end,
    owner = case when o.is_reopened then 'bot' else t.owner end,
    assignee_id = case when o.is_reopened then null else t.assignee_id end,
    handoff_reason = case when o.is_reopened then null else t.handoff_reason end,
    last_message_at = greatest(c.last_message_at, $15),
    last_inbound_at = case when $17 then greatest(c.last_inbound_at, $15) else c.last_inbound_at end,
    window_expires_at = case when $17 then greatest(c.window_expires_at, $15 + interval '24 hours') else c.window_expires_at end,
    reply_due_at = case
      when $18::boolean and (o.is_reopened or t.owner = 'bot') and l.debounce_ms > 0
        then clock_timestamp() + make_interval(secs => l.debounce_ms / 1000)
      when $18 and l.debounce_ms = 0 then null
      else c.reply_due_at end
  from thread t, opened o, message m, outlet l
  where c.tenant_id = $1 and c.id = t.id
  returning c.state, c.owner
)
select
  ($2::uuid is null or exists (select from claim)) as "isClaimed",
  t.id is null and exists (
    select from conversation.messages d
    where d.tenant_id = $1 and d.phone_number_id = $13 and d.wamid = $14 and d.direction = 'inbound') as "isDuplicate",
  t.id as "conversationId", t.contact_id as "contactId", k.name as "contactName", m.seq, m.epoch, v.state, v.owner,
  t.owner as "previousOwner", t.state as "previousState", t.unanswered_from_seq as "unansweredFromSeq", t.bot_from_seq as "botFromSeq",
  l.debounce_ms as "debounceMs"
from outlet l left join thread t on true left join contact k on true left join message m on true left join moved v on true`;

const RECORD_SUBMITTED = `${claimAndFind}, message as (
  insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, epoch, at)
  select $1, $9::uuid, t.id, t.next_seq, 'outbound', 'api', $10::text, $11::text, $12::jsonb, 'queued', t.epoch, $13::timestamptz
  from thread t
  on conflict do nothing
  returning seq, epoch
), moved as (
  update conversation.conversations c set next_seq = t.next_seq + 1, last_message_at = greatest(c.last_message_at, $13)
  from thread t, message m
  where c.tenant_id = $1 and c.id = t.id
  returning c.state, c.owner
)
select
  ($2::uuid is null or exists (select from claim)) as "isClaimed", false as "isDuplicate",
  t.id as "conversationId", t.contact_id as "contactId", k.name as "contactName", m.seq, m.epoch, v.state, v.owner,
  t.owner as "previousOwner", t.state as "previousState", t.unanswered_from_seq as "unansweredFromSeq", t.bot_from_seq as "botFromSeq",
  0 as "debounceMs"
from (select) one left join thread t on true left join contact k on true left join message m on true left join moved v on true`;

/** Contacts and conversations together: how a message finds its place. */
@Injectable()
export class ThreadsRepository {
  /** @param eventId claimed in the inbox with it; null when this transaction has claimed it already */
  async recordInbound(tx: Transaction, eventId: string | null, entry: InboundEntry): Promise<Recorded> {
    const [row] = await tx.query<RecordRow>(RECORD_INBOUND, [
      ...identityParameters(tx.tenantId, eventId, entry),
      entry.messageId,
      entry.type,
      entry.text ?? null,
      entry.content,
      entry.phoneNumberId,
      entry.wamid,
      entry.at,
      entry.asksForReply ? 1 : 0,
      entry.isTurn,
      entry.asksForReply,
      entry.defaultDebounceMs,
    ]);
    return outcomeOf(row);
  }

  /** @param eventId as for {@link recordInbound} */
  async recordSubmitted(tx: Transaction, eventId: string | null, entry: SubmittedEntry): Promise<Recorded> {
    const [row] = await tx.query<RecordRow>(RECORD_SUBMITTED, [
      ...identityParameters(tx.tenantId, eventId, entry),
      entry.messageId,
      entry.type,
      entry.text ?? null,
      entry.content,
      entry.at,
    ]);
    return outcomeOf(row);
  }

  /**
   * Makes the conversation, and the contact where nobody has either identifier yet. Does nothing where the contact is known but not
   * as seen, or where another transaction was faster: recording then still finds no thread, and the contact has to be reconciled.
   */
  async open(
    tx: Transaction,
    ids: { contactId: string; conversationId: string },
    entry: { outletId: string; seen: SeenContact; at: string },
  ): Promise<void> {
    await tx.execute(
      `with known as (
         -- A contact that is being merged away is waited for, and is then no longer found.
         select id, phone, user_id, parent_user_id, name, username from conversation.contacts
         where tenant_id = $1::uuid and (phone = $3::text or user_id = $4::text) for key share
       ), created as (
         insert into conversation.contacts (tenant_id, id, phone, user_id, parent_user_id, name, username)
         select $1, $8::uuid, $3, $4, $5::text, $6::text, $7::text where not exists (select from known)
         on conflict do nothing returning id
       ), contact as (
         select id from created
         union all
         select id from known where (select count(*) from known) = 1
           and ($3 is null or phone = $3) and ($4 is null or user_id = $4)
           and ($5 is null or parent_user_id = $5) and ($6 is null or name = $6) and ($7 is null or username = $7)
       )
       insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, last_message_at)
       select $1, $9::uuid, $2::uuid, id, $10::timestamptz from contact
       on conflict do nothing`,
      [
        tx.tenantId,
        entry.outletId,
        entry.seen.phone ?? null,
        entry.seen.userId ?? null,
        entry.seen.parentUserId ?? null,
        entry.seen.name ?? null,
        entry.seen.username ?? null,
        ids.contactId,
        ids.conversationId,
        entry.at,
      ],
    );
  }
}

function outcomeOf(row: RecordRow | undefined): Recorded {
  if (!row) throw new Error('recording a message answers with one row');
  const { isClaimed, isDuplicate, ...standing } = row;
  if (!isClaimed || isDuplicate) return { outcome: 'known' };
  if (standing.conversationId === null) return { outcome: 'no-thread' };
  // The conversation was locked and the message was not inserted: its id or wamid stands there already.
  return standing.seq === null ? { outcome: 'known' } : { outcome: 'recorded', standing };
}
