import { tenantTable } from '#database';

/** Plans that are paid by the operator's own invoices, without a payment provider. */
export const invoicedSubscriptions = {
  name: '0031-invoiced-subscriptions',
  sql: `
create table billing.invoiced_subscriptions (
  tenant_id uuid primary key,
  plan text not null,
  plan_version integer not null,
  -- The first day that costs; months are counted from it.
  anchor date not null,
  -- Months that have been invoiced; 0 in a trial.
  months integer not null default 0 check (months >= 0),
  -- The days that are paid for or tried out: the second one is the first day of what comes next.
  period_from date not null,
  period_to date not null check (period_to > period_from),
  -- What a cheaper plan left over, taken off the next invoices.
  credit_minor bigint not null default 0 check (credit_minor >= 0),
  ends boolean not null default false,
  is_suspended boolean not null default false,
  next_step_at timestamptz not null,
  foreign key (plan, plan_version) references billing.plans (name, version)
);
${tenantTable('billing', 'invoiced_subscriptions', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
create index invoiced_subscriptions_steps on billing.invoiced_subscriptions (next_step_at);
`,
};
