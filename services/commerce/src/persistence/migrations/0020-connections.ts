import { tenantTable, timePartitions } from '#database';

const schema = 'commerce';

/** Shops that tell of their orders by signed webhooks, what they told, and what is known of each of their orders. */
export const connections = {
  name: '0020-connections',
  sql: `
create table commerce.connections (
  tenant_id uuid not null,
  id uuid not null,
  platform text not null check (platform in ('shopify', 'woocommerce', 'stripe', 'generic')),
  name text not null,
  store_url text,
  country text,
  mapping jsonb,
  secrets text not null,
  credentials text,
  enabled boolean not null default true,
  uninstalled_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, id)
);
-- A webhook names only the connection.
create index connections_id on commerce.connections (id);
${tenantTable(schema, 'connections', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}

create table commerce.connection_events (
  tenant_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  topic text not null,
  triggered_at text,
  body bytea,
  outcome text not null default 'pending',
  detail text,
  order_id uuid,
  attempts integer not null default 0,
  due_at timestamptz,
  at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create index connection_events_connection on commerce.connection_events (tenant_id, connection_id, id);
create index connection_events_failed on commerce.connection_events (tenant_id, connection_id, id) where outcome = 'failed';
create index connection_events_order on commerce.connection_events (tenant_id, order_id) where order_id is not null;
-- Of whom it is nobody can say: an erasure takes what these hold.
create index connection_events_unknown on commerce.connection_events (tenant_id, id) where order_id is null and body is not null and due_at is null;
create index connection_events_due on commerce.connection_events (due_at) where due_at is not null;
create index connection_events_due_tenant on commerce.connection_events (tenant_id, due_at, id) where due_at is not null;
${tenantTable(schema, 'connection_events', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
${timePartitions(schema, 'connection_events', { key: 'id', step: '5 days', ahead: 1, keep: '30 days', arrived: 'at', waits: ['t.due_at is not null'] })}

-- By what a delivery that comes again is known.
create table commerce.connection_event_keys (
  tenant_id uuid not null,
  connection_id uuid not null,
  key text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, connection_id, key)
);
create index connection_event_keys_age on commerce.connection_event_keys (at);
${tenantTable(schema, 'connection_event_keys', { tenant: ['select', 'insert', 'delete'], system: ['select', 'delete'] })}

create table commerce.shop_orders (
  tenant_id uuid not null,
  connection_id uuid not null,
  external_id text not null,
  order_id uuid,
  facts jsonb not null default '{"parcels":{},"refunds":{}}',
  status text,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, connection_id, external_id)
);
create index shop_orders_order on commerce.shop_orders (tenant_id, order_id) where order_id is not null;
-- Of parcels and refunds whose order never came.
create index shop_orders_waiting on commerce.shop_orders (updated_at) where order_id is null;
${tenantTable(schema, 'shop_orders', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}
`,
};
