import { Injectable } from '@nestjs/common';
import type { ConversationState, Owner } from '#contracts';
import type { Transaction } from '#database';

export interface BotTurn {
  eventId: string;
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
  groupId: string | null;
  windowExpiresAt: string | null;
  seq: number;
  epoch: number;
  state: ConversationState;
  owner: Owner;
  /** The notice for the absence was said, and not the text. */
  isAway: boolean;
}

export type TurnOutcome = { outcome: 'spoken'; turn: SpokenTurn } | { outcome: 'known' | 'stale' };

/**
 * claim -> conversations (locked, in the order of their ids) -> the turn of each that still holds -> conversations moved on -> messages.
 * Of several turns for a conversation at most one holds, the first whose epoch is the conversation's: after it the epoch is answered or
 * over. What holds is judged by the rows as they are after the wait for their locks.
 */
const SPEAK_TURNS = `
with given as (
  select * from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::timestamptz[], $12::timestamptz[], $13::text[], $14::text[], $15::timestamptz[])
    with ordinality as g (event_id, conversation_id, epoch, id, author, text, content, citations, handoff_reason, at, response_due_at, away_text,
      away_content, closed_since, n)
), claim as (
  insert into conversation.inbox (tenant_id, event_id) select $1::uuid, event_id from given order by event_id
  on conflict do nothing returning event_id
), thread as (
  select c.* from (select distinct conversation_id as id from given where event_id in (select event_id from claim) order by 1) g
  cross join lateral (
    select id, outlet_id, contact_id, owner, state, epoch, answered_epoch, next_seq, away_told_at, window_expires_at
    from conversation.conversations where tenant_id = $1 and id = g.id for update) c
), turn as (
  select distinct on (t.id) g.*, t.outlet_id, t.contact_id, t.window_expires_at, t.next_seq as seq, g.handoff_reason is not null as is_handoff,
    t.epoch + case when g.handoff_reason is null then 0 else 1 end as next_epoch,
    case when g.handoff_reason is null then t.state else 'pending' end as next_state,
    case when g.handoff_reason is null then t.owner else 'none' end as next_owner,
    coalesce(coalesce(t.away_told_at, '-infinity') < g.closed_since, false) as is_away
  from given g join thread t on t.id = g.conversation_id and t.epoch = g.epoch
  where t.owner = 'bot' and t.answered_epoch < g.epoch and g.event_id in (select event_id from claim)
  order by t.id, g.n
), moved as (
  update conversation.conversations c set
    next_seq = t.seq + 1,
    answered_epoch = t.epoch,
    unanswered_from_seq = t.seq + 1,
    -- What the bot has answered waits for nobody of the team.
    unread_count = case when t.is_handoff then c.unread_count else 0 end,
    last_message_at = greatest(c.last_message_at, t.at),
    owner = t.next_owner,
    state = t.next_state,
    snoozed_until = case when not t.is_handoff then c.snoozed_until end,
    handoff_reason = coalesce(t.handoff_reason, c.handoff_reason),
    response_due_at = case when t.is_handoff then t.response_due_at else c.response_due_at end,
    away_told_at = case when t.is_away then t.at else c.away_told_at end,
    reply_due_at = case when not t.is_handoff then c.reply_due_at end,
    epoch = t.next_epoch
  from turn t
  where c.tenant_id = $1 and c.id = t.conversation_id
), message as (
  insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, citations, epoch, at)
  select $1, id, conversation_id, seq, 'outbound', author, 'text', case when is_away then away_text else text end,
    (case when is_away then away_content else content end)::jsonb, 'queued', citations::jsonb, epoch, at
  from turn
)
select g.event_id as "eventId", g.event_id in (select event_id from claim) as "isClaimed", t.outlet_id as "outletId", t.contact_id as "contactId",
  t.seq, t.is_away as "isAway", t.next_epoch as epoch, t.next_state as state, t.next_owner as owner,
  t.window_expires_at as "windowExpiresAt", k.phone, k.user_id as "userId",
  k.group_id as "groupId"
from given g left join turn t on t.event_id = g.event_id
left join lateral (select phone, user_id, group_id from conversation.contacts where tenant_id = $1 and id = t.contact_id limit 1) k on true`;

/** SQL for how long an outlet waits for a customer to finish; null where it has no setting of its own. */
export const OUTLET_DEBOUNCE = `case jsonb_typeof(settings -> 'replyDebounceMs')
    when 'number' then least(greatest((settings ->> 'replyDebounceMs')::float8, 0), 600000) end`;

/** What the bot says. */
@Injectable()
export class BotTurnsRepository {
  /**
   * Speaks the turns that still hold, in one statement: claims the events, and only where the bot owns the conversation under the same
   * epoch, and has not answered it yet, puts the message in, hands over where a reason is given, and moves the conversation on.
   *
   * @returns by event
   */
  async speak(tx: Transaction, turns: readonly BotTurn[]): Promise<Map<string, TurnOutcome>> {
    const rows = await tx.query<SpokenTurn & { eventId: string; isClaimed: boolean }>(SPEAK_TURNS, [
      tx.tenantId,
      turns.map(({ eventId }) => eventId),
      turns.map(({ conversationId }) => conversationId),
      turns.map(({ epoch }) => epoch),
      turns.map(({ messageId }) => messageId),
      turns.map(({ author }) => author),
      turns.map(({ text }) => text),
      turns.map(({ content }) => JSON.stringify(content)),
      turns.map(({ citations }) => citations && JSON.stringify(citations)),
      turns.map(({ handoffReason }) => handoffReason),
      turns.map(({ at }) => at),
      turns.map(({ responseDueAt }) => responseDueAt),
      turns.map(({ away }) => away?.text ?? null),
      turns.map(({ away }) => away && JSON.stringify(away.content)),
      turns.map(({ away }) => away?.closedSince ?? null),
    ]);
    return new Map(rows.map(({ eventId, isClaimed, ...turn }) => [eventId, outcomeOf(isClaimed, turn)]));
  }

  /**
   * A message from this seq has changed before the bot has answered it: what was asked is void, and is asked anew when the customer has
   * been silent for the debounce. The conversation is locked by this transaction.
   *
   * @returns undefined where it is answered, not the bot's to answer (a flow waits for it), or the window is over
   */
  async askAgain(
    tx: Transaction,
    conversationId: string,
    seq: number,
    defaultDebounceMs: number,
  ): Promise<{ epoch: number; debounceMs: number } | undefined> {
    const [row] = await tx.query<{ epoch: number; debounceMs: number }>(
      `with debounce as (
         select coalesce((
           select ${OUTLET_DEBOUNCE} from tenant.outlets_v1
           where tenant_id = $1 and id = (select outlet_id from conversation.conversations where tenant_id = $1 and id = $2)), $4::float8) as ms
       )
       update conversation.conversations c set epoch = c.epoch + 1, reply_due_at = clock_timestamp() + make_interval(secs => d.ms / 1000)
       from debounce d
       where c.tenant_id = $1 and c.id = $2 and c.owner = 'bot' and c.flow_run_id is null and c.unanswered_from_seq <= $3 and c.bot_from_seq <= $3
         and c.window_expires_at > clock_timestamp()
       returning c.epoch, d.ms as "debounceMs"`,
      [tx.tenantId, conversationId, seq, defaultDebounceMs],
    );
    return row;
  }
}

function outcomeOf(isClaimed: boolean, turn: SpokenTurn): TurnOutcome {
  if (!isClaimed) return { outcome: 'known' };
  return turn.seq === null ? { outcome: 'stale' } : { outcome: 'spoken', turn };
}
