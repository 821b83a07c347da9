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
 * own.
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
  select q.*, o.waba_id, coalesce((select u.turns from under_way u where u.tenant_id = q.tenant_id and u.outlet_id = q.outlet_id), 0) as turns,
    coalesce((select sum(u.turns) from under_way u where u.tenant_id = q.tenant_id), 0) as turns_of_tenant,
    uuid_hash_extended(q.outlet_id, extract(microseconds from statement_timestamp())::bigint) as lot
  from queues q
  left join lateral (
    select v.waba_id, v.status from tenant.outlets_v1 v where v.tenant_id = q.tenant_id and v.id = q.outlet_id limit 1) o on true
  where ${USABLE} and not exists (
    select from message_sender.holds h
    where h.tenant_id = q.tenant_id and h.ended_at is null and (h.until is null or h.until > now()) and (
      h.scope = 'app' or (h.scope = 'number' and h.key = q.outlet_id::text) or (h.scope = 'waba' and h.key = o.waba_id)
      or (h.scope = 'template' and q.template <> '' and h.key = o.waba_id || ':' || q.template)))
),
heads as materialized (
  select q.*, m.id, q.turns + row_number() over (partition by q.tenant_id, q.outlet_id, q.priority order by m.next_attempt_at, m.id) as turn,
    count(*) over (partition by q.tenant_id, q.outlet_id, q.priority, q.template) = greatest($1::integer, ${HEAD}) as is_whole
  from open_queues q cross join lateral (
    select m.id, m.next_attempt_at from message_sender.messages m
    where m.open_state = 'queued' and m.priority = q.priority and m.tenant_id = q.tenant_id and m.outlet_id = q.outlet_id
      and coalesce(m.template, '') = q.template and m.next_attempt_at <= now()
    order by m.next_attempt_at, m.id limit greatest($1::integer, ${HEAD})) m
),
candidates as materialized (
  select h.tenant_id, h.id, h.turn_of_tenant, h.priority, h.lot, h.is_whole, h.waba_id, l.*,
    not (l.is_behind or l.is_under_way or l.is_in_doubt) as is_free
  from (
    select *, turns_of_tenant + row_number() over (partition by tenant_id order by priority, turn, lot, id) as turn_of_tenant from heads
    order by turn_of_tenant, priority, lot limit $1::integer * 3 + ${2 * HEAD}) h
  cross join lateral (select lane from message_sender.messages where tenant_id = h.tenant_id and id = h.id limit 1) m
  cross join lateral (
    select exists (
        select from message_sender.messages b
        where b.tenant_id = h.tenant_id and b.lane = m.lane and b.open_state = 'queued' and b.id < h.id) as is_behind,
      coalesce(bool_or(b.open_state = 'sending'), false) as is_under_way,
      coalesce(bool_or(b.unknown_at > now() - interval '${UNKNOWN_BLOCKS}'), false) as is_in_doubt
    from message_sender.messages b
    where b.tenant_id = h.tenant_id and b.lane = m.lane and b.open_state in ('sending', 'unknown')) l
)`;

/**
 * Takes the next messages for the process `$8`. Only the first open message of a lane is eligible, and only when no other of its lane is
 * under way: the order for a recipient. A row that another process is just taking is passed over; its lane has no other eligible row.
 */
export const CLAIM = `${LOOK},
locked as materialized (
  select m.place, c.waba_id
  from (select tenant_id, id, waba_id from candidates where is_free order by turn_of_tenant, priority, lot limit $1::integer) c
  cross join lateral (
    select m.ctid as place from message_sender.messages m
    where m.tenant_id = c.tenant_id and m.id = c.id and m.state = 'queued' and m.next_attempt_at <= now()
    limit 1 for update skip locked) m
),
taken as (
  update message_sender.messages m
  set state = 'sending', claim = m.claim + 1, attempted_at = clock_timestamp(), sender_instance = $8, updated_at = now()
  from locked l where m.ctid = l.place
  returning m.tenant_id, m.id, m.outlet_id, m.conversation_id, m.trace_id, m.recipient_phone, m.recipient_user_id, m.content, m.template,
    m.context_wamid, m.claim, m.created_at, l.waba_id
)
select t.tenant_id as "tenantId", t.id, t.outlet_id as "outletId", t.conversation_id as "conversationId", t.trace_id as "traceId",
  t.recipient_phone as phone, t.recipient_user_id as "userId", t.content, t.template, t.context_wamid as "contextWamid", t.claim,
  extract(epoch from now() - t.created_at)::float8 * 1000 as "queuedMs", t.waba_id as "wabaId", c.phone_number_id as "phoneNumberId",
  c.access_token_sealed as "sealedToken", (select count(*) from candidates where not is_free) as blocked,
  (select count(*) from candidates where is_whole and (is_behind or is_in_doubt)) as crowded, (select "to" from walked) as "walkedTo",
  (select jsonb_build_array(priority, tenant_id) from around where n = ${TENANTS}) as "aroundTo"
from (select 1) one
left join taken t on true
left join lateral (
  select v.phone_number_id, v.access_token_sealed from tenant.outlet_credentials_v1 v
  where v.tenant_id = t.tenant_id and v.id = t.outlet_id limit 1) c on true`;

/** Puts messages aside that fill the head of their queue and have to wait for others of their lanes: the next claim sees what is behind them. */
export const PUT_ASIDE = `${LOOK},
locked as materialized (
  select m.place, c.is_behind
  from (select tenant_id, id, is_behind from candidates where is_whole and (is_behind or is_in_doubt)) c
  cross join lateral (
    select m.ctid as place from message_sender.messages m
    where m.tenant_id = c.tenant_id and m.id = c.id and m.state = 'queued' and m.next_attempt_at <= now()
    limit 1 for update skip locked) m
)
update message_sender.messages m
set next_attempt_at = now() + case when l.is_behind then interval '${BEHIND}' else interval '${UNKNOWN_BLOCKS}' end
from locked l where m.ctid = l.place`;
