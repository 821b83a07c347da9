import { roleName, tenantTable } from '#database';

const FUNCTION = 'security definer set search_path = pg_catalog, pg_temp';
const MOVE = 'month, from_plan, from_version, from_trial, to_plan, to_version, to_trial';
const SUM = 'on conflict (plan, plan_version, is_trial) do update set tenants = c.tenants + excluded.tenants';

/** What only the system role reads and writes: rows of no tenant. */
const ofPlatform = (table: string): string => `
alter table billing.${table} enable row level security;
alter table billing.${table} force row level security;
create policy system_only on billing.${table} to ${roleName('billing', 'system')} using (true) with check (true);
grant select, insert, update, delete on billing.${table} to ${roleName('billing', 'system')};
`;

/** What the operator earns: who is on which version of a plan, who moved in which month, and what each tenant pays and costs. */
export const revenue = {
  name: '0025-revenue',
  sql: `
-- Of the first subscription; null: what the installation gives.
alter table billing.plans add column trial_days integer check (trial_days between 0 and 365);
-- It pays nothing from that day on, until the next row.
alter table billing.plan_periods add column is_trial boolean not null default false;

-- How many tenants are on a version now.
create table billing.plan_tenants (
  plan text not null,
  plan_version integer not null,
  is_trial boolean not null,
  tenants bigint not null,
  primary key (plan, plan_version, is_trial)
);
${ofPlatform('plan_tenants')}

-- How many moved from one version to another in a month. '' and 0 stand for no plan: who comes, and who is deleted.
create table billing.plan_moves (
  month date not null,
  from_plan text not null,
  from_version integer not null,
  from_trial boolean not null,
  to_plan text not null,
  to_version integer not null,
  to_trial boolean not null,
  tenants bigint not null,
  primary key (${MOVE})
);
${ofPlatform('plan_moves')}

create function billing.add_plan_move(of_day date, f billing.plan_periods, t billing.plan_periods, sign integer) returns void
language plpgsql ${FUNCTION} as $$
begin
  if (f.plan, f.plan_version, f.is_trial) is not distinct from (t.plan, t.plan_version, t.is_trial) then
    return;
  end if;
  -- In one order for all, so that nobody waits for one who waits for them.
  insert into billing.plan_tenants as c (plan, plan_version, is_trial, tenants)
  select v.* from (values (f.plan, f.plan_version, f.is_trial, -sign), (t.plan, t.plan_version, t.is_trial, sign)) v (plan, version, trial, n)
  where v.plan is not null order by 1, 2, 3 ${SUM};
  insert into billing.plan_moves as c (${MOVE}, tenants)
  values (date_trunc('month', of_day)::date, coalesce(f.plan, ''), coalesce(f.plan_version, 0), coalesce(f.is_trial, false),
    coalesce(t.plan, ''), coalesce(t.plan_version, 0), coalesce(t.is_trial, false), sign)
  on conflict (${MOVE}) do update set tenants = c.tenants + excluded.tenants;
end $$;
revoke all on function billing.add_plan_move(date, billing.plan_periods, billing.plan_periods, integer) from public;

-- Of a day with several changes the last one holds: what an earlier one counted is taken back.
create function billing.count_plan_period() returns trigger language plpgsql ${FUNCTION} as $$
declare
  before billing.plan_periods;
begin
  if tg_op = 'UPDATE' then
    select * into before from billing.plan_periods p
    where p.tenant_id = old.tenant_id and p.from_day < old.from_day and p.from_day <> new.from_day order by p.from_day desc limit 1;
    perform billing.add_plan_move(old.from_day, before, old, -1);
  end if;
  select * into before from billing.plan_periods p
  where p.tenant_id = new.tenant_id and p.from_day < new.from_day order by p.from_day desc limit 1;
  perform billing.add_plan_move(new.from_day, before, new, 1);
  return null;
end $$;
create trigger count_plan_period after insert or update on billing.plan_periods
  for each row execute function billing.count_plan_period();

-- A company that is deleted has ended; what it was before stays in the months that are over.
create function billing.count_plan_end() returns trigger language plpgsql ${FUNCTION} as $$
declare
  last billing.plan_periods;
begin
  for last in select distinct on (g.tenant_id) g.* from gone g order by g.tenant_id, g.from_day desc loop
    if not exists (select from billing.plan_periods p where p.tenant_id = last.tenant_id) then
      perform billing.add_plan_move((now() at time zone 'utc')::date, last, null, 1);
    end if;
  end loop;
  return null;
end $$;
create trigger count_plan_end after delete on billing.plan_periods referencing old table as gone
  for each statement execute function billing.count_plan_end();

insert into billing.plan_tenants (plan, plan_version, is_trial, tenants)
select plan, plan_version, is_trial, count(*) from (
  select distinct on (tenant_id) plan, plan_version, is_trial from billing.plan_periods order by tenant_id, from_day desc) now group by 1, 2, 3;
insert into billing.plan_moves (${MOVE}, tenants)
select date_trunc('month', from_day)::date, coalesce(was.plan, ''), coalesce(was.plan_version, 0), false, p.plan, p.plan_version, false, count(*)
from billing.plan_periods p left join lateral (
  select b.plan, b.plan_version from billing.plan_periods b
  where b.tenant_id = p.tenant_id and b.from_day < p.from_day order by b.from_day desc limit 1) was on true
where (p.plan, p.plan_version) is distinct from (was.plan, was.plan_version)
group by 1, 2, 3, 5, 6;

-- Who is on a version, to move them to a later one.
create index subscriptions_version on billing.subscriptions (plan, plan_version, tenant_id);
create policy system_access_billing on billing.subscriptions for select to ${roleName('billing', 'system')} using (true);
grant select on billing.subscriptions to ${roleName('billing', 'system')};

-- What was used beyond a plan, by day.
create table billing.overage_daily (
  tenant_id uuid not null,
  day date not null,
  meter text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  units bigint not null,
  amount_minor bigint not null,
  primary key (tenant_id, day, meter, currency)
);
${tenantTable('billing', 'overage_daily', { tenant: ['select', 'insert', 'update'] })}
insert into billing.overage_daily (tenant_id, day, meter, currency, units, amount_minor)
select tenant_id, (at at time zone 'utc')::date, split_part(reference, ' ', 1), currency, sum(coalesce(units, 0)), sum(amount_minor)
from billing.ledger_transfers where kind = 'overage' group by 1, 2, 3, 4;

-- What a tenant paid and cost in a month, as a job has last looked at it.
create table billing.margins (
  tenant_id uuid not null,
  month date not null,
  currency text not null,
  plan_micros bigint not null,
  overage_micros bigint not null,
  cost_micros bigint not null,
  margin_micros bigint not null,
  primary key (tenant_id, month, currency)
);
${tenantTable('billing', 'margins', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}
create index margins_sorted on billing.margins (month, currency, margin_micros, tenant_id);
create table billing.margin_totals (
  month date not null,
  currency text not null,
  tenants bigint not null,
  plan_micros bigint not null,
  overage_micros bigint not null,
  cost_micros bigint not null,
  primary key (month, currency)
);
${ofPlatform('margin_totals')}

-- Of what a plan limits: where a tenant has used 80 % or more, as a job has last looked at it.
create table billing.near_limits (
  tenant_id uuid not null,
  meter text not null,
  limit_amount bigint not null,
  used_amount bigint not null,
  -- Thousandths of the limit.
  share integer not null,
  primary key (tenant_id, meter)
);
${tenantTable('billing', 'near_limits', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
create index near_limits_sorted on billing.near_limits (share, tenant_id, meter);

-- Deposits and debts of all, by the tenant.
create index ledger_accounts_of_kind on billing.ledger_accounts (account, tenant_id, currency) where account in ('deposit', 'receivable');
create policy system_access_billing on billing.ledger_accounts for select to ${roleName('billing', 'system')} using (true);
grant select on billing.ledger_accounts to ${roleName('billing', 'system')};
create table billing.deposit_totals (
  currency text primary key,
  deposits bigint not null,
  balance_minor bigint not null,
  reserved_minor bigint not null,
  debts bigint not null,
  owed_minor bigint not null
);
${ofPlatform('deposit_totals')}

-- When the job last went through all tenants: one row.
create table billing.figure_passes (
  id boolean primary key default true check (id),
  begun_at timestamptz not null,
  ended_at timestamptz
);
${ofPlatform('figure_passes')}
`,
};
