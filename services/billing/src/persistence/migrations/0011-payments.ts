import { tenantTable } from '#database';

/** What plans cost, who a company is at the payment provider, and who is suspended until it pays. */
export const payments = {
  name: '0011-payments',
  sql: `
-- A month of it. Null: it is not sold by checkout.
alter table billing.plans
  add column price_minor bigint check (price_minor > 0),
  add column price_currency text check (price_currency ~ '^[A-Z]{3}$'),
  add constraint plans_price_whole check ((price_minor is null) = (price_currency is null));

-- Since when nothing leaves because an invoice was not paid.
alter table billing.subscriptions add column suspended_since timestamptz;

create table billing.payment_accounts (
  tenant_id uuid primary key,
  provider text not null check (provider in ('stripe')),
  customer_id text not null unique,
  subscription_id text,
  status text check (status in ('trialing', 'active', 'past_due', 'unpaid', 'paused', 'incomplete', 'canceled')),
  plan text,
  plan_version integer,
  failed_tries integer not null default 0,
  period_ends_at timestamptz,
  ends_at timestamptz,
  has_subscribed boolean not null default false,
  is_suspended boolean not null default false,
  readings_begun bigint not null default 0,
  reading_stored bigint not null default 0,
  created_at timestamptz not null default now(),
  check ((plan is null) = (plan_version is null))
);
${tenantTable('billing', 'payment_accounts', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
`,
};
