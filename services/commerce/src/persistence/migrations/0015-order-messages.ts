import { tenantTable } from '#database';

const schema = 'commerce';

/** What a customer is told of an order, each thing once, and what a company wants to have told. */
export const orderMessages = {
  name: '0015-order-messages',
  sql: `
create table commerce.order_messages (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  type text not null,
  -- The type and the line of the history for what follows from a move, so that each is told once; the message's own id for what a person asks for.
  once text not null,
  status text not null,
  code text,
  detail text,
  at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create unique index order_messages_once on commerce.order_messages (tenant_id, order_id, once);
${tenantTable(schema, 'order_messages', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table commerce.message_settings (
  tenant_id uuid primary key,
  outlet_id uuid,
  types jsonb not null default '{}'
);
${tenantTable(schema, 'message_settings', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
