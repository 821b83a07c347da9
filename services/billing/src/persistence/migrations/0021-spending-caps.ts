import { roleName, tenantTable } from '#database';

const MAKERS = ['billing', 'message_sender', 'llm_orchestration'];
const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const MONTH = `date_trunc('month', now() at time zone 'utc')::date`;
const TODAY = `(now() at time zone 'utc')::date`;
const IS_THIS_MONTH = `(q.period_start is null or q.period_start >= ${MONTH})`;
const IN_MONTH = (column: string): string => `case when ${IS_THIS_MONTH} then q.${column} else 0 end`;
const FUNCTION = 'security definer set search_path = pg_catalog, pg_temp';
const SPENT = `case when a.spent_day = ${TODAY} then a.spent_minor else 0 end`;
/** What the cap leaves of today; nothing is left out where there is none. */
const LEFT = `coalesce(c.daily_minor - ${SPENT}, a.balance_minor)`;

/**
 * The deposit pays for at most so much a day (UTC), where a tenant wants that. What was taken today stands in the deposit's own row, which
 * whoever takes a unit locks anyway: so the cap holds exactly however many ask at once, and nobody waits for one more row. It is counted
 * without a cap too, so that one that is set at noon knows of the morning.
 */
export const spendingCaps = {
  name: '0021-spending-caps',
  sql: `
create table billing.spending_caps (
  tenant_id uuid primary key,
  -- Minor units of the deposit's currency.
  daily_minor bigint not null check (daily_minor >= 0),
  updated_at timestamptz not null default now()
);
${tenantTable('billing', 'spending_caps', { tenant: ['select', 'insert', 'update', 'delete'] })}

-- Of the deposit: what units beyond the plan took of it on a day, reserved or used. What returns on the same day is taken off.
alter table billing.ledger_accounts
  add column spent_day date,
  add column spent_minor bigint not null default 0 check (spent_minor >= 0);
alter table billing.reservations add column reserved_on date;

create or replace function billing.room_v1(of_meter text)
returns table (limit_amount bigint, used_amount bigint, reserved_amount bigint, is_full boolean)
language sql stable ${FUNCTION} as $$
  select q.limit_amount, u.used, u.reserved,
    q.limit_amount is not null and u.used + u.reserved - u.overage >= q.limit_amount and not exists (
      select from billing.ledger_accounts a left join billing.spending_caps c on c.tenant_id = a.tenant_id
      where a.tenant_id = q.tenant_id and a.account = 'deposit'
        and least(a.balance_minor - a.reserved_minor, ${LEFT}) >= (q.overage ->> a.currency)::bigint)
  from billing.quotas q
  cross join lateral (
    select ${IN_MONTH('used_amount')} as used, ${IN_MONTH('reserved_amount')} as reserved, ${IN_MONTH('overage_amount')} as overage) u
  where q.tenant_id = ${TENANT} and q.meter = of_meter
$$;

-- The cap, where it and nothing else is in the way of another unit of a meter that is full.
create function billing.spending_cap_v1(of_meter text)
returns table (currency text, cap_minor bigint, spent_minor bigint, ends_at timestamptz)
language sql stable ${FUNCTION} as $$
  select a.currency, c.daily_minor, ${SPENT}, (${TODAY} + 1)::timestamp at time zone 'utc'
  from billing.quotas q
  join billing.ledger_accounts a on a.tenant_id = q.tenant_id and a.account = 'deposit'
  join billing.spending_caps c on c.tenant_id = q.tenant_id
  where q.tenant_id = ${TENANT} and q.meter = of_meter
    and a.balance_minor - a.reserved_minor >= (q.overage ->> a.currency)::bigint
    and ${LEFT} < (q.overage ->> a.currency)::bigint
$$;
revoke all on function billing.spending_cap_v1(text) from public;
${MAKERS.map((maker) => `grant execute on function billing.spending_cap_v1(text) to ${roleName(maker, 'tenant')};`).join('\n')}

create or replace function billing.reserve_v1(of_meter text, keys uuid[], keep_for interval) returns table (key uuid, granted boolean)
language plpgsql ${FUNCTION} as $$
declare
  tenant constant uuid := ${TENANT};
  month constant date := ${MONTH};
  today constant date := ${TODAY};
  q billing.quotas%rowtype;
  fresh uuid[];
  free bigint;
  paid bigint := 0;
  price bigint;
  money text;
  funds bigint;
begin
  if exists (select from billing.quotas o where o.tenant_id = tenant and o.meter = of_meter and o.limit_amount is not null) then
    select * into q from billing.quotas o where o.tenant_id = tenant and o.meter = of_meter for update;
  end if;
  if q.limit_amount is null then
    return query select k, true from unnest(keys) k;
    return;
  end if;
  if q.period_start is null or q.period_start < month then
    q.period_start := month;
    q.used_amount := 0;
    q.reserved_amount := 0;
    q.overage_amount := 0;
  end if;
  fresh := array(
    select k from unnest(keys) with ordinality u (k, n)
    where not exists (select from billing.reservations r where r.tenant_id = tenant and r.meter = of_meter and r.key = u.k) order by n);
  free := least(cardinality(fresh), greatest(0, q.limit_amount - q.used_amount - q.reserved_amount + q.overage_amount));
  if free < cardinality(fresh) and q.overage <> '{}' then
    select a.currency, least(a.balance_minor - a.reserved_minor, ${LEFT}) into money, funds
    from billing.ledger_accounts a left join billing.spending_caps c on c.tenant_id = a.tenant_id
    where a.tenant_id = tenant and a.account = 'deposit' for update of a;
    price := (q.overage ->> money)::bigint;
    if price > 0 then
      paid := least(cardinality(fresh) - free, greatest(0, funds) / price);
    end if;
    if paid > 0 then
      update billing.ledger_accounts a set reserved_minor = a.reserved_minor + paid * price,
        spent_minor = ${SPENT} + paid * price, spent_day = today
      where a.tenant_id = tenant and a.account = 'deposit';
    end if;
  end if;
  if free + paid > 0 then
    insert into billing.reservations (tenant_id, meter, key, period_start, currency, amount_minor, reserved_on, expires_at)
    select tenant, of_meter, k, q.period_start, case when n > free then money end, case when n > free then price else 0 end, today, now() + keep_for
    from unnest(fresh) with ordinality u (k, n) where n <= free + paid;
    update billing.quotas o set period_start = q.period_start, used_amount = q.used_amount,
      reserved_amount = q.reserved_amount + free + paid, overage_amount = q.overage_amount + paid
    where o.tenant_id = tenant and o.meter = of_meter;
  end if;
  return query select k, k <> all (fresh[free + paid + 1:]) from unnest(keys) k;
end $$;

create or replace function billing.settle_reservations(of_meter text, keys uuid[], is_used boolean, is_counted boolean)
returns table (currency text, amount_minor bigint, units bigint)
language plpgsql ${FUNCTION} as $$
declare
  tenant constant uuid := ${TENANT};
begin
  -- In the order of whoever reserves: the quota, then the deposit.
  perform from billing.quotas q where q.tenant_id = tenant and q.meter = of_meter for update;
  return query
  with gone as (
    delete from billing.reservations r where r.tenant_id = tenant and r.meter = of_meter and r.key = any (keys)
    returning r.period_start, r.currency, r.amount_minor, r.reserved_on),
  counted as (
    update billing.quotas q set reserved_amount = q.reserved_amount - g.units,
      used_amount = q.used_amount + case when is_used and not is_counted then g.units else 0 end,
      overage_amount = q.overage_amount - case when is_used then 0 else g.paid end
    from (select o.period_start, count(*) as units, count(o.currency) as paid from gone o group by o.period_start) g
    where q.tenant_id = tenant and q.meter = of_meter and q.period_start = g.period_start),
  owed as (
    select o.currency, sum(o.amount_minor)::bigint as amount, count(*) as units,
      coalesce(sum(o.amount_minor) filter (where o.reserved_on = ${TODAY}), 0)::bigint as of_today
    from gone o where o.currency is not null group by o.currency),
  freed as (
    update billing.ledger_accounts a set reserved_minor = a.reserved_minor - o.amount,
      spent_minor = a.spent_minor - case when not is_used and a.spent_day = ${TODAY} then least(a.spent_minor, o.of_today) else 0 end
    from owed o where a.tenant_id = tenant and a.account = 'deposit' and a.currency = o.currency)
  select o.currency, o.amount, o.units from owed o where is_used;
end $$;
`,
};
