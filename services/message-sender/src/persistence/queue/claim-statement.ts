import { LANE_HASH, PAIR_FULL, PAIR_STEP, RATE, ROOM, SPEND } from '../rates/rate-terms.js';

/** How long a message whose fate is unknown keeps back the ones after it in its lane. */
const UNKNOWN_BLOCKS = '5 seconds';
/** Queues that a claim looks at from the most urgent one on, and again as many from where the one before ended. */
const QUEUES = 32;
/** Tenants, in each class, for which a claim looks at one more queue, so that a tenant with very many queues hides nobody. */
const TENANTS = 16;
/** Messages at the head of a queue that a claim looks at, at least. */
const HEAD = 16;
/** How long a message is put aside that is behind another one in its lane. It comes back before if that one is settled. */
const BEHIND = '20 seconds';

/** Of a queue that may send fewer than could be sent, fewer are looked at. */
const LOOKED_AT = `greatest(least($1::integer, q.room), ${HEAD})`;

/** Of outlets, nearly all: said so that the planner expects as many. */
const USABLE = ['disabled', 'unconfirmed', 'quarantined'].map((status) => `o.status is distinct from '${status}'`).join(' and ');

const KEY = (m: string): string => `${m}.priority, ${m}.tenant_id, ${m}.outlet_id, coalesce(${m}.template, '')`;

/** The queues that have messages, one look-up in the index for each, after that of `after`; `next` is what the one after `w` is behind. */
const walk = (name: string, most: number, after: string, next = 'w.priority, w.tenant_id, w.outlet_id, w.template'): string => `
${name} as (
  (select 1 as n, m.priority, m.tenant_id, m.outlet_id, coalesce(m.template, '') as template from message_sender.messages m
   where m.open_state = 'queued' ${after} order by ${KEY('m')} limit 1)
  union all
  select w.n + 1, q.* from ${name} w cross join lateral (
    select m.priority, m.tenant_id, m.outlet_id, coalesce(m.template, '') as template from message_sender.messages m
    where m.open_state = 'queued' and (${KEY('m')}) > (${next})
    order by ${KEY('m')} limit 1) q
  where w.n < ${most}
)`;

/** Whether the template of a queued message is held, which then keeps nobody back. @param waba SQL of the account of its number */
export const IS_TEMPLATE_HELD = (m: string, waba: string): string => `(${m}.template is not null and exists (
  select from message_sender.holds t
  where t.tenant_id = ${m}.tenant_id and t.scope = 'template' and t.key = ${waba} || ':' || ${m}.template and t.ended_at is null
    and (t.until is null or t.until > now())))`;

/** Behind all queues of one class and tenant. */
const LAST = `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid, ''`;

/**
 * What the dispatcher looks at, of all tenants: `$1` is how many messages it can send, `$2` to `$5` the queue after which it looks on, `$6`
 * and `$7` the class and tenant.
 *
 * What is read does not depend on how much is queued. Of ever so many queues a part is looked at: the most urgent ones, a window that moves
 * on with each claim, and one that moves on from tenant to tenant. Of each queue the head is looked at.
 *
 * Tenants take turns (what a tenant has under way counts as turns it had), and by lot where they are equal. Of a tenant, classes come first,
 * then outlets in turn, likewise, and of an outlet age.
 * Held scopes are left out; a hold is of its tenant only, one of scope app too, since tokens and so the apps behind them are each tenant's
 * own. So are numbers whose rate is used up (`room`), and messages to a recipient who has had as many as WhatsApp lends.
 */
const LOOK = `
with recursive ${walk('urgent', QUEUES, '')},${walk('onward', QUEUES, `and (${KEY('m')}) > ($2::integer, $3::uuid, $4::uuid, $5::text)`)},${walk(
  'around',
  TENANTS,
  `and (${KEY('m')}) > ($6::integer, $7::uuid, ${LAST})`,
  `w.priority, w.tenant_id, ${LAST}`,
)},
queues as materialized (
  select priority, tenant_id, outlet_id, template from urgent union select priority, tenant_id, outlet_id, template from onward
  union select priority, tenant_id, outlet_id, template from around
),
walked as materialized (
  select jsonb_build_array(priority, tenant_id, outlet_id, template) as "to" from onward where n = ${QUEUES}
  union all
  select jsonb_build_array(priority, tenant_id, outlet_id, template) from urgent where n = ${QUEUES} and $2::integer is null
),
under_way as materialized (
  select tenant_id, outlet_id, count(*) as turns from message_sender.messages where open_state = 'sending' group by tenant_id, outlet_id
),
open_queues as materialized (
  select q.*, o.waba_id, r.rate, r.is_rated, ${ROOM('r.rate', 'r.spent_until', 'q.priority')} as room, coalesce((select u.turns from under_way u where u.tenant_id = q.tenant_id and u.outlet_id = q.outlet_id), 0) as turns,
    coalesce((select sum(u.turns) from under_way u where u.tenant_id = q.tenant_id), 0) as turns_of_tenant,
    uuid_hash_extended(q.outlet_id, extract(microseconds from statement_timestamp())::bigint) as lot
  from queues q
  left join lateral (
    select v.waba_id, v.status, v.throughput, v.on_phone_app from tenant.numbers_v1 v
    where v.tenant_id = q.tenant_id and v.id = q.outlet_id limit 1) o on true
  left join lateral (
    select f.spent_until, f.share, f.lowered_at from message_sender.number_rates f
    where f.tenant_id = q.tenant_id and f.outlet_id = q.outlet_id limit 1) f on true
  cross join lateral (select ${RATE('o', 'f')} as rate, f.spent_until, f.spent_until is not null as is_rated) r
  where ${USABLE} and not exists (
    select from message_sender.holds h
    where h.tenant_id = q.tenant_id and h.ended_at is null and (h.until is null or h.until > now()) and (
      h.scope = 'app' or (h.scope = 'number' and h.key = q.outlet_id::text) or (h.scope = 'waba' and h.key = o.waba_id)
      or (h.scope = 'template' and q.template <> '' and h.key = o.waba_id || ':' || q.template)))
),
heads as materialized (
  select q.*, m.id, q.turns + row_number() over (partition by q.tenant_id, q.outlet_id, q.priority order by m.next_attempt_at, m.id) as turn,
    count(*) over (partition by q.tenant_id, q.outlet_id, q.priority, q.template) = ${LOOKED_AT} as is_whole
  from open_queues q cross join lateral (
    select m.id, m.next_attempt_at from message_sender.messages m
    where m.open_state = 'queued' and m.priority = q.priority and m.tenant_id = q.tenant_id and m.outlet_id = q.outlet_id
      and coalesce(m.template, '') = q.template and m.next_attempt_at <= now()
    order by m.next_attempt_at, m.id limit ${LOOKED_AT}) m
  where q.room >= 1
),
candidates as materialized (
  select h.tenant_id, h.id, h.outlet_id, h.turn_of_tenant, h.priority, h.lot, h.is_whole, h.waba_id, h.rate, h.room, h.is_rated, m.lane, l.*,
    p.free_at as pair_free_at, not (l.is_behind or l.is_under_way or l.is_in_doubt or p.free_at is not null) as is_free
  from (
    select *, turns_of_tenant + row_number() over (partition by tenant_id order by priority, turn, lot, id) as turn_of_tenant from heads
    order by turn_of_tenant, priority, lot limit $1::integer * 3 + ${2 * HEAD}) h
  cross join lateral (select lane from message_sender.messages where tenant_id = h.tenant_id and id = h.id limit 1) m
  cross join lateral (
    select exists (
        select from message_sender.messages b
        where b.tenant_id = h.tenant_id and b.lane = m.lane and b.open_state = 'queued' and (b.priority, b.id) < (h.priority, h.id)
          and not ${IS_TEMPLATE_HELD('b', 'h.waba_id')}) as is_behind,
      coalesce(bool_or(b.open_state = 'sending'), false) as is_under_way,
      coalesce(bool_or(b.unknown_at > now() - interval '${UNKNOWN_BLOCKS}'), false) as is_in_doubt
    from message_sender.messages b
    where b.tenant_id = h.tenant_id and b.lane = m.lane and b.open_state in ('sending', 'unknown')) l
  left join lateral (
    select p.spent_until - ${PAIR_FULL} as free_at from message_sender.pair_rates p
    where p.tenant_id = h.tenant_id and p.lane_hash = ${LANE_HASH('m.lane')} and p.spent_until > clock_timestamp() + ${PAIR_FULL} limit 1) p on true
)`;

/** Messages that keep others from being seen, or that wait for a time that is known. */
const STANDS_ASIDE = `((is_whole and (is_behind or is_in_doubt)) or (pair_free_at is not null and not (is_behind or is_under_way or is_in_doubt)))`;

/**
 * Takes the next messages for the process `$8`. Only the first open message of a lane is eligible, and only when no other of its lane is
 * under way: the order for a recipient. First is the most urgent class, and in it the oldest; whose template is held is passed. A row that another process is just taking is passed over; its lane has no other eligible row.
 *
 * What the messages take of the rates of their numbers and recipients is written with them. Of a number that another process is just
 * taking messages of, none are taken; the next claim does. So however many processes send, and whenever one of them ends, no more leaves
 * than the rate allows: a message that never left has used it, too. A number without a row in `number_rates` is named in `unrated`.
 */
export const CLAIM = `${LOOK},
locked as materialized (
  select m.place, c.*
  from (
    select * from (
      select *, row_number() over (partition by tenant_id, outlet_id order by turn_of_tenant, priority, lot) as nth
      from candidates where is_free and is_rated) c
    where nth <= room order by turn_of_tenant, priority, lot limit $1::integer) c
  cross join lateral (
    select m.ctid as place from message_sender.messages m
    where m.tenant_id = c.tenant_id and m.id = c.id and m.state = 'queued' and m.next_attempt_at <= now()
    limit 1 for update skip locked) m
),
numbers as materialized (
  select l.tenant_id, l.outlet_id, r.spent_until from (select distinct tenant_id, outlet_id from locked) l cross join lateral (
    select r.spent_until from message_sender.number_rates r where r.tenant_id = l.tenant_id and r.outlet_id = l.outlet_id
    limit 1 for update skip locked) r
),
granted as materialized (
  select l.* from (
    select l.*, n.spent_until, row_number() over (partition by l.tenant_id, l.outlet_id order by l.nth) as nth_granted
    from locked l join numbers n on n.tenant_id = l.tenant_id and n.outlet_id = l.outlet_id) l
  where nth_granted <= ${ROOM('l.rate', 'l.spent_until', 'l.priority')}
),
spent as (
  update message_sender.number_rates r set ${SPEND('g.messages', 'g.rate')}
  from (select tenant_id, outlet_id, rate, count(*)::integer as messages from granted group by tenant_id, outlet_id, rate) g
  where r.tenant_id = g.tenant_id and r.outlet_id = g.outlet_id
),
pairs as (
  insert into message_sender.pair_rates as p (tenant_id, lane_hash, spent_until)
  select tenant_id, ${LANE_HASH('lane')}, clock_timestamp() + ${PAIR_STEP} from granted order by 1, 2
  on conflict (tenant_id, lane_hash) do update set spent_until = greatest(p.spent_until, clock_timestamp()) + ${PAIR_STEP}
),
taken as (
  update message_sender.messages m
  set state = 'sending', claim = m.claim + 1, attempted_at = clock_timestamp(), sender_instance = $8, updated_at = now()
  from granted l where m.ctid = l.place
  returning m.tenant_id, m.id, m.outlet_id, m.conversation_id, m.trace_id, m.requested_by, m.recipient_phone, m.recipient_user_id, m.recipient_group_id, m.content,
    m.template, m.context_wamid, m.window_until, m.expires_at, m.needs_consent, m.claim, greatest(m.created_at, m.send_at) as queued_at, l.waba_id
)
select t.tenant_id as "tenantId", t.id, t.outlet_id as "outletId", t.conversation_id as "conversationId", t.trace_id as "traceId", t.requested_by as "requestedBy",
  t.recipient_phone as phone, t.recipient_user_id as "userId", t.recipient_group_id as "groupId", t.content, t.template,
  t.context_wamid as "contextWamid", t.window_until as "windowUntil", t.expires_at as "expiresAt", t.needs_consent as "needsConsent", t.claim,
  extract(epoch from now() - t.queued_at)::float8 * 1000 as "queuedMs", t.waba_id as "wabaId", c.phone_number_id as "phoneNumberId",
  c.access_token_sealed as "sealedToken", (select count(*) from candidates where not is_free) as blocked,
  (select count(*) from candidates where ${STANDS_ASIDE}) as crowded,
  exists (select from open_queues where room < 1) or exists (select from heads where is_whole and room < $1::integer)
    or (select count(*) from candidates where is_free) > (select count(*) from granted) as "isPaced",
  (select jsonb_agg(jsonb_build_array(tenant_id, outlet_id)) from (select distinct tenant_id, outlet_id from candidates where not is_rated) u) as unrated,
  (select "to" from walked) as "walkedTo",
  (select jsonb_build_array(priority, tenant_id) from around where n = ${TENANTS}) as "aroundTo"
from (select 1) one
left join taken t on true
left join lateral (
  select v.phone_number_id, v.access_token_sealed from tenant.outlet_credentials_v1 v
  where v.tenant_id = t.tenant_id and v.id = t.outlet_id limit 1) c on true`;

/**
 * Puts messages aside that fill the head of their queue and have to wait for others of their lanes: the next claim sees what is behind them.
 * So too what may not go to its recipient before a time.
 */
export const PUT_ASIDE = `${LOOK},
locked as materialized (
  select m.place, c.is_behind, c.is_in_doubt, c.pair_free_at
  from (select tenant_id, id, is_behind, is_in_doubt, pair_free_at from candidates where ${STANDS_ASIDE}) c
  cross join lateral (
    select m.ctid as place from message_sender.messages m
    where m.tenant_id = c.tenant_id and m.id = c.id and m.state = 'queued' and m.next_attempt_at <= now()
    limit 1 for update skip locked) m
)
update message_sender.messages m
set next_attempt_at = case when l.is_behind then now() + interval '${BEHIND}' when l.is_in_doubt then now() + interval '${UNKNOWN_BLOCKS}'
  else l.pair_free_at end
from locked l where m.ctid = l.place`;
