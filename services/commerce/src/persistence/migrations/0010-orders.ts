import { roleName, tenantTable } from '#database';

const schema = 'commerce';
const reader = roleName(schema, 'tenant');

/** Orders with what was ordered and what became of them. They stay as long as the company; what names a customer goes when they are forgotten. */
export const orders = {
  name: '0010-orders',
  sql: `
create table commerce.orders (
  tenant_id uuid not null,
  id uuid not null,
  order_number text not null,
  connection_id uuid,
  external_platform text,
  external_id text,
  contact_id uuid,
  phone text,
  customer_name text,
  language text,
  address text,
  currency text not null,
  total_minor bigint not null,
  status text not null,
  cash_on_delivery boolean not null default false,
  tracking_number text,
  tracking_url text,
  forgotten boolean not null default false,
  placed_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (tenant_id, id)
);
-- A shop's order is one order here. An order that was made here has no id of a shop.
create unique index orders_external on commerce.orders (tenant_id, external_platform, external_id, connection_id) nulls not distinct where external_id is not null;
create index orders_status on commerce.orders (tenant_id, status, id);
create index orders_number on commerce.orders (tenant_id, order_number text_pattern_ops, id);
create index orders_status_number on commerce.orders (tenant_id, status, order_number text_pattern_ops, id);
create index orders_phone on commerce.orders (tenant_id, phone, id) where phone is not null;
create index orders_contact on commerce.orders (tenant_id, contact_id, id) where contact_id is not null;
${tenantTable(schema, 'orders', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

create table commerce.order_items (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  position integer not null,
  external_id text,
  sku text,
  name text not null,
  quantity integer not null,
  unit_price_minor bigint not null,
  packed boolean not null default false,
  packed_at timestamptz(3),
  packed_by uuid,
  primary key (tenant_id, id)
);
create index order_items_order on commerce.order_items (tenant_id, order_id, position);
${tenantTable(schema, 'order_items', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table commerce.order_history (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  from_status text,
  to_status text not null,
  actor_kind text not null,
  actor_id uuid,
  reason text,
  at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create index order_history_order on commerce.order_history (tenant_id, order_id, id);
${tenantTable(schema, 'order_history', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table commerce.idempotency_keys (
  tenant_id uuid not null,
  key text not null,
  request_hash text not null,
  message_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index idempotency_keys_age on commerce.idempotency_keys (created_at);
${tenantTable(schema, 'idempotency_keys', { tenant: ['select', 'insert', 'delete'], system: ['select', 'delete'] })}

-- Who a customer is, and from which numbers messages may leave, as conversation and tenant publish it.
grant usage on schema conversation, tenant to ${reader};
grant select on conversation.contacts_v1, tenant.outlets_v1 to ${reader};
grant select (tenant_id, id, phone, user_id, name, alias, email, language, attributes) on conversation.contacts to ${reader};
grant select (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, settings, status, confirmation, routes_from) on tenant.outlets to ${reader};
`,
};
