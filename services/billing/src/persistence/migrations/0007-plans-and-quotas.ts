import { roleName, tenantTable } from '#database';
import { catalogue } from './catalogue.js';

/** Whoever makes what a plan limits reads the limit, and billing shows it. */
const READERS = ['billing', 'tenant', 'knowledge', 'conversation', 'message_sender', 'llm_orchestration'];
const MONTHLY = "period_start is null or period_start >= (date_trunc('month', now() at time zone 'utc'))::date";

/** Plans as versioned rows, and what each tenant may use and has used, one row a meter. */
export const plansAndQuotas = {
  name: '0007-plans-and-quotas',
  sql: `
-- A version never changes: who is on it keeps it until they are moved.
create table billing.plans (
  name text not null check (name in ('free', 'starter', 'growth', 'enterprise')),
  version integer not null check (version > 0),
  -- By meter; null or absent means no limit.
  limits jsonb not null,
  created_at timestamptz not null default now(),
  created_by uuid,
  primary key (name, version)
);
${catalogue('plans')}
grant select on billing.plans to ${roleName('billing', 'tenant')};
insert into billing.plans (name, version, limits) values
  ('free', 1, '{"messages": 1000, "aiReplies": 200, "contacts": 500, "outlets": 1, "users": 3, "documents": 20}'),
  ('starter', 1, '{"messages": 10000, "aiReplies": 3000, "contacts": 5000, "outlets": 2, "users": 10, "documents": 200}'),
  ('growth', 1, '{"messages": 100000, "aiReplies": 30000, "contacts": 50000, "outlets": 10, "users": 50, "documents": 2000}'),
  ('enterprise', 1, '{"messages": null, "aiReplies": null, "contacts": null, "outlets": null, "users": null, "documents": null}');

-- Until somebody puts a tenant on a plan, its limits are shown and bind nobody: they did not when the tenant came.
alter table billing.subscriptions add column plan_version integer not null default 1;
alter table billing.subscriptions add column enforced_since timestamptz;
alter table billing.subscriptions add foreign key (plan, plan_version) references billing.plans (name, version);

create table billing.quotas (
  tenant_id uuid not null,
  meter text not null,
  -- Null: nothing binds.
  limit_amount bigint,
  -- Of the month that begins there; null where the meter counts what there is and not what was used.
  period_start date,
  used_amount bigint not null default 0,
  primary key (tenant_id, meter)
);
${tenantTable('billing', 'quotas', { tenant: ['select', 'insert', 'update', 'delete'] })}
insert into billing.quotas (tenant_id, meter, period_start, used_amount)
select u.tenant_id, m.meter, min(date_trunc('month', u.day))::date, sum(m.amount)
from billing.usage_daily u cross join lateral (values ('messages', u.messages_out), ('aiReplies', u.ai_replies)) as m (meter, amount)
where u.day >= (date_trunc('month', now() at time zone 'utc'))::date
group by u.tenant_id, m.meter;

create view billing.quotas_v1 with (security_invoker = on) as
  select tenant_id, meter, limit_amount, case when ${MONTHLY} then used_amount else 0 end as used_amount from billing.quotas;
${READERS.map(
  (reader) => `
grant usage on schema billing to ${roleName(reader, 'tenant')};
grant select on billing.quotas_v1 to ${roleName(reader, 'tenant')};
grant select (tenant_id, meter, limit_amount, period_start, used_amount) on billing.quotas to ${roleName(reader, 'tenant')};`,
).join('')}
`,
};
