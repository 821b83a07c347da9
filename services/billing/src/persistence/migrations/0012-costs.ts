import { roleName, tenantTable, timePartitions } from '#database';
import { catalogue } from './catalogue.js';

/** What messages and answers cost: what is known of each message, and its sums by day, which are all that reports read. */
export const costs = {
  name: '0012-costs',
  sql: `
-- What a model's tokens cost, imported with a rate card.
create table billing.model_prices (
  model text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  effective_from date not null,
  -- Millionths of a unit of the currency, a million tokens.
  prompt_micros bigint not null check (prompt_micros >= 0),
  completion_micros bigint not null check (completion_micros >= 0),
  source text not null,
  card_id uuid not null references billing.rate_cards (id),
  primary key (model, currency, effective_from)
);
${catalogue('model_prices')}
alter table billing.rate_cards add column models integer not null default 0;
grant select on billing.rates, billing.rate_markets, billing.price_policies, billing.model_prices to ${roleName('billing', 'tenant')};

-- A message as its statuses tell of it, in whatever order they come, and what of it stands in the sums.
create table billing.message_costs (
  tenant_id uuid not null,
  message_id uuid not null,
  outlet_id uuid not null,
  -- Of its first status.
  day date not null,
  -- How far it is, by the order of statuses.
  rank smallint not null default 0,
  country text,
  -- As what it was taken.
  sent_as text,
  -- As what WhatsApp charged it, and the rank of the status that said so.
  pricing jsonb,
  pricing_rank smallint not null default -1,
  -- What stands in the sums; null: nothing.
  kind text check (kind in ('estimated', 'final', 'unpriced')),
  item text,
  currency text,
  amount_micros bigint not null default 0,
  is_charged boolean not null default false,
  version integer not null default 0,
  primary key (tenant_id, message_id)
);
${tenantTable('billing', 'message_costs', { tenant: ['select', 'insert', 'update', 'delete'] })}
-- WhatsApp reports for 30 days, and a dead letter can be replayed for 90: until then a message is known again, and no longer.
${timePartitions('billing', 'message_costs', { key: 'message_id', step: '20 days', ahead: 1, keep: '100 days', arrived: 'day' })}

create table billing.costs_daily (
  tenant_id uuid not null,
  day date not null,
  source text not null check (source in ('message', 'model')),
  outlet_id uuid not null,
  -- Of messages the category, of answers the model.
  item text not null,
  -- unpriced: no price is imported for it, and the amount is 0.
  kind text not null check (kind in ('estimated', 'final', 'unpriced')),
  -- ISO 4217; its code for no currency of what has no price.
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  quantity bigint not null,
  -- Those of them that are not free.
  charged bigint not null,
  amount_micros bigint not null,
  primary key (tenant_id, day, source, outlet_id, item, kind, currency)
);
${tenantTable('billing', 'costs_daily', { tenant: ['select', 'insert', 'update'] })}

-- Which plan a tenant was on from a day on: what it pays is told day by day.
create table billing.plan_periods (
  tenant_id uuid not null,
  from_day date not null,
  plan text not null,
  plan_version integer not null,
  primary key (tenant_id, from_day),
  foreign key (plan, plan_version) references billing.plans (name, version)
);
${tenantTable('billing', 'plan_periods', { tenant: ['select', 'insert', 'update', 'delete'] })}
insert into billing.plan_periods (tenant_id, from_day, plan, plan_version)
select tenant_id, (updated_at at time zone 'utc')::date, plan, plan_version from billing.subscriptions;
`,
};
