import { roleName, tenantTable } from '#database';

const TENANT = `nullif(current_setting('app.tenant_id', true), '')::uuid`;
const MONTH = `date_trunc('month', now() at time zone 'utc')::date`;
/** Whoever keeps what a plan counts as it stands, and knows how many there are when one is added. */
const KEEPERS = ['billing', 'tenant', 'knowledge', 'conversation'];
/** Accounts are made under this role, which has no tenant set. */
const ACCOUNTS = roleName('tenant', 'system');

/**
 * What a tenant is warned of: one row a meter, month, limit and level, written in the transaction in which the use came there. Its key makes
 * it one, however many come at once; another limit, or another month, is another row. Where nothing crosses a level no row is looked at.
 */
export const quotaWarnings = {
  name: '0020-quota-warnings',
  sql: `
create table billing.quota_warnings (
  tenant_id uuid not null,
  period_start date not null,
  meter text not null,
  limit_amount bigint not null check (limit_amount > 0),
  -- Percent of the limit.
  level smallint not null check (level in (80, 100)),
  -- When it was found.
  used_amount bigint not null,
  at timestamptz not null default now(),
  -- Null: the event is still to be written.
  told_at timestamptz,
  primary key (tenant_id, period_start, meter, limit_amount, level)
);
${tenantTable('billing', 'quota_warnings', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
create index quota_warnings_untold on billing.quota_warnings (at) where told_at is null;

-- 0, 80 or 100. A limit of nothing is a suspension, or was never to be used: nobody is warned of it.
create function billing.warning_level(used bigint, of_limit bigint) returns integer language sql immutable as $$
  select case when of_limit is null or of_limit <= 0 then 0 when used >= of_limit then 100 when used * 100 >= of_limit * 80 then 80 else 0 end
$$;

-- Where both levels are passed at once only the higher one is news.
create function billing.note_warning(of_tenant uuid, of_meter text, period date, used bigint, of_limit bigint) returns void
language sql as $$
  insert into billing.quota_warnings (tenant_id, period_start, meter, limit_amount, level, used_amount, told_at)
  select of_tenant, period, of_meter, of_limit, l, used, case when l < billing.warning_level(used, of_limit) then now() end
  from unnest(array[80, 100]) l where l <= billing.warning_level(used, of_limit)
  on conflict do nothing
$$;

create function billing.note_monthly_use() returns trigger language plpgsql as $$
begin
  -- Used in an earlier month, by a tenant who gets another limit in this one.
  if new.period_start >= ${MONTH} then
    perform billing.note_warning(new.tenant_id, new.meter, new.period_start, new.used_amount, new.limit_amount);
  end if;
  return null;
end $$;
create trigger quotas_warn after update on billing.quotas for each row
  when (new.period_start is not null and billing.warning_level(new.used_amount, new.limit_amount) > 0 and (
    billing.warning_level(new.used_amount, new.limit_amount) > billing.warning_level(old.used_amount, old.limit_amount)
    or new.limit_amount is distinct from old.limit_amount or new.period_start is distinct from old.period_start))
  execute function billing.note_monthly_use();

-- Of a meter that counts what there is: how many there are once the transaction of who calls has committed.
create function billing.note_use_v1(of_tenant uuid, of_meter text, used bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if of_tenant is distinct from ${TENANT} and session_user <> '${ACCOUNTS}' then
    raise insufficient_privilege using message = 'another tenant is set';
  end if;
  perform billing.note_warning(q.tenant_id, q.meter, ${MONTH}, used, q.limit_amount)
  from billing.quotas q where q.tenant_id = of_tenant and q.meter = of_meter and q.period_start is null;
end $$;
revoke all on function billing.note_use_v1(uuid, text, bigint) from public;
${[...KEEPERS.map((keeper) => roleName(keeper, 'tenant')), ACCOUNTS]
  .map((role) => `grant execute on function billing.note_use_v1(uuid, text, bigint) to ${role};`)
  .join('\n')}
`,
};
