import { tenantTable } from '#database';

const schema = 'commerce';

/** What customers have begun to buy in shops, and after how long a company calls it abandoned. */
export const shopCheckouts = {
  name: '0100-shop-checkouts',
  sql: `
alter table commerce.connections add column abandon_after_minutes integer;
update commerce.connections set abandon_after_minutes = 60 where platform = 'shopify';

create table commerce.shop_checkouts (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  token text not null,
  version text not null,
  state text not null check (state in ('open', 'passed', 'told', 'completed', 'deleted')),
  phone text,
  currency text,
  total_minor bigint,
  link text,
  started_at timestamptz(3) not null,
  due_at timestamptz(3),
  updated_at timestamptz(3) not null,
  primary key (tenant_id, id),
  constraint shop_checkouts_token unique (tenant_id, connection_id, token),
  constraint shop_checkouts_due check ((state = 'open') = (due_at is not null))
);
create index shop_checkouts_phone on commerce.shop_checkouts (tenant_id, phone) where phone is not null;
create index shop_checkouts_due_first on commerce.shop_checkouts (due_at) where due_at is not null;
create index shop_checkouts_due_of_tenant on commerce.shop_checkouts (tenant_id, due_at, id) where due_at is not null;
create index shop_checkouts_age on commerce.shop_checkouts (updated_at);
${tenantTable(schema, 'shop_checkouts', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}
`,
};
