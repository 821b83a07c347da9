import { roleName, tenantTable } from '#database';

/** Services that make what is counted by month, in their own transactions. */
const MAKERS = ['message_sender', 'llm_orchestration'];
const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const MONTH = `date_trunc('month', now() at time zone 'utc')::date`;
const IS_THIS_MONTH = `(q.period_start is null or q.period_start >= ${MONTH})`;
const IN_MONTH = (column: string): string => `case when ${IS_THIS_MONTH} then q.${column} else 0 end`;
const FUNCTION = 'security definer set search_path = pg_catalog, pg_temp';

const published = (signature: string, readers: readonly string[]): string => `
revoke all on function ${signature} from public;
${readers.map((reader) => `grant execute on function ${signature} to ${roleName(reader, 'tenant')};`).join('\n')}`;

/** @param period SQL of the month that the units are counted in */
export const reserveV1 = (
  create: 'create' | 'create or replace',
  period: 'month' | 'q.period_start',
): string => `${create} function billing.reserve_v1(of_meter text, keys uuid[], keep_for interval) returns table (key uuid, granted boolean)
language plpgsql ${FUNCTION} as $$
declare
  tenant constant uuid := ${TENANT};
  month constant date := ${MONTH};
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
    select a.currency, a.balance_minor - a.reserved_minor into money, funds
    from billing.ledger_accounts a where a.tenant_id = tenant and a.account = 'deposit' for update;
    price := (q.overage ->> money)::bigint;
    if price > 0 then
      paid := least(cardinality(fresh) - free, funds / price);
    end if;
    if paid > 0 then
      update billing.ledger_accounts a set reserved_minor = a.reserved_minor + paid * price
      where a.tenant_id = tenant and a.account = 'deposit';
    end if;
  end if;
  if free + paid > 0 then
    insert into billing.reservations (tenant_id, meter, key, period_start, currency, amount_minor, expires_at)
    select tenant, of_meter, k, ${period}, case when n > free then money end, case when n > free then price else 0 end, now() + keep_for
    from unnest(fresh) with ordinality u (k, n) where n <= free + paid;
    update billing.quotas o set period_start = q.period_start, used_amount = q.used_amount,
      reserved_amount = q.reserved_amount + free + paid, overage_amount = q.overage_amount + paid
    where o.tenant_id = tenant and o.meter = of_meter;
  end if;
  return query select k, k <> all (fresh[free + paid + 1:]) from unnest(keys) k;
end $$;
`;

/**
 * Room of a plan that is promised before it is used. Whoever makes something calls a function in the transaction of the making: one row of the
 * tenant and meter is locked, so that the last unit goes to one of those who ask, and what is rolled back was never promised. The functions
 * run with the rights of the owner, look at no tenant but the one that is set, and are all that others may do to these tables.
 */
export const reservations = {
  name: '0010-reservations',
  sql: `
-- Minor units for one unit beyond the plan, by meter and currency: {"messages": {"USD": 2}}.
alter table billing.plans add column overage jsonb not null default '{}';

alter table billing.quotas add column reserved_amount bigint not null default 0 check (reserved_amount >= 0);
-- Of what is used and reserved: paid from the deposit.
alter table billing.quotas add column overage_amount bigint not null default 0 check (overage_amount >= 0);
-- Of the tenant's version of its plan: minor units a unit, by currency.
alter table billing.quotas add column overage jsonb not null default '{}';

create table billing.reservations (
  tenant_id uuid not null,
  meter text not null,
  -- Of what is made: the message, or the request that is answered.
  key uuid not null,
  period_start date not null,
  -- Of the deposit; null where the plan's own room was left.
  currency text,
  amount_minor bigint not null default 0 check (amount_minor >= 0),
  expires_at timestamptz not null,
  primary key (tenant_id, meter, key)
);
${tenantTable('billing', 'reservations', { tenant: ['select', 'delete'], system: ['select'] })}
create index reservations_expiry on billing.reservations (expires_at);

-- What of a meter is left for the tenant that is set. Full: the plan has no room, and the deposit does not pay for another unit.
create function billing.room_v1(of_meter text)
returns table (limit_amount bigint, used_amount bigint, reserved_amount bigint, is_full boolean)
language sql stable ${FUNCTION} as $$
  select q.limit_amount, u.used, u.reserved,
    q.limit_amount is not null and u.used + u.reserved - u.overage >= q.limit_amount and not exists (
      select from billing.ledger_accounts a
      where a.tenant_id = q.tenant_id and a.account = 'deposit' and a.balance_minor - a.reserved_minor >= (q.overage ->> a.currency)::bigint)
  from billing.quotas q
  cross join lateral (
    select ${IN_MONTH('used_amount')} as used, ${IN_MONTH('reserved_amount')} as reserved, ${IN_MONTH('overage_amount')} as overage) u
  where q.tenant_id = ${TENANT} and q.meter = of_meter
$$;
${published('billing.room_v1(text)', ['billing', ...MAKERS])}

-- Promises a unit for each key, the first ones first: of the plan's room, and beyond it from the deposit. A key that has one keeps it.
-- Without a limit nothing is written, and nobody waits for anybody.
${reserveV1('create', 'month')}${published('billing.reserve_v1(text, uuid[], interval)', ['billing', ...MAKERS])}

-- Ends reservations: they were used, or they return. A key that has none any more changes nothing.
-- is_counted: who calls has counted the use already. Returns what the deposit owes for what was used.
create function billing.settle_reservations(of_meter text, keys uuid[], is_used boolean, is_counted boolean)
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
    returning r.period_start, r.currency, r.amount_minor),
  counted as (
    update billing.quotas q set reserved_amount = q.reserved_amount - g.units,
      used_amount = q.used_amount + case when is_used and not is_counted then g.units else 0 end,
      overage_amount = q.overage_amount - case when is_used then 0 else g.paid end
    from (select o.period_start, count(*) as units, count(o.currency) as paid from gone o group by o.period_start) g
    where q.tenant_id = tenant and q.meter = of_meter and q.period_start = g.period_start),
  owed as (
    select o.currency, sum(o.amount_minor)::bigint as amount, count(*) as units from gone o where o.currency is not null group by o.currency),
  freed as (
    update billing.ledger_accounts a set reserved_minor = a.reserved_minor - o.amount
    from owed o where a.tenant_id = tenant and a.account = 'deposit' and a.currency = o.currency)
  select o.currency, o.amount, o.units from owed o where is_used;
end $$;
${published('billing.settle_reservations(text, uuid[], boolean, boolean)', ['billing'])}

-- For whoever reserved and does not make it after all, in the transaction in which that is known.
create function billing.release_v1(of_meter text, keys uuid[]) returns void
language sql ${FUNCTION} as $$
  select from billing.settle_reservations(of_meter, keys, false, false)
$$;
${published('billing.release_v1(text, uuid[])', ['billing', ...MAKERS])}
`,
};
