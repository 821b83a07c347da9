import { tenantTable } from '#database';

const schema = 'commerce';

/** Until when the orders of a shop have been compared with what the shop itself has, and when that is done next. */
export const connectionPolls = {
  name: '0051-connection-polls',
  sql: `
create table commerce.connection_polls (
  tenant_id uuid not null,
  connection_id uuid not null,
  -- All that the shop had changed until then is here.
  until timestamptz(3) not null,
  due_at timestamptz(3) not null,
  failures integer not null default 0,
  problem text,
  polled_at timestamptz(3),
  primary key (tenant_id, connection_id)
);
create index connection_polls_due on commerce.connection_polls (due_at);
${tenantTable(schema, 'connection_polls', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

-- Shops that were connected with credentials before they were read.
insert into commerce.connection_polls (tenant_id, connection_id, until, due_at)
  select tenant_id, id, created_at, now() from commerce.connections where credentials is not null and platform in ('shopify', 'woocommerce');
`,
};
