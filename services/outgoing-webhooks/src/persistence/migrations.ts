import { roleName, tenantTable, timePartitions, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { companyEnd } from './migrations/0006-company-end.js';

const schema = 'outgoing_webhooks';
const KEPT = { key: 'id', step: '5 days', ahead: 1, keep: '30 days' } as const;

export const migrations: SchemaMigrations = {
  schema,
  migrations: [
    { name: '0001-messaging', sql: messagingTables(schema) },
    { name: '0002-messaging-partitions', sql: messagingPartitions(schema) },
    { name: '0003-messaging-turns', sql: messagingTurns(schema) },
    {
      name: '0004-endpoints-and-deliveries',
      sql: `
create table outgoing_webhooks.endpoints (
  tenant_id uuid not null,
  id uuid not null,
  url text not null,
  description text not null default '',
  events text[] not null,
  enabled boolean not null default true,
  off_reason text check (off_reason in ('gone', 'failing')),
  off_at timestamptz,
  secret text not null,
  former_secret text,
  former_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
${tenantTable(schema, 'endpoints', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}

create table outgoing_webhooks.queues (
  tenant_id uuid not null,
  endpoint_id uuid not null,
  due_at timestamptz not null default 'infinity',
  paused boolean not null default false,
  failing_since timestamptz,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_status_code integer,
  catching_up boolean not null default false,
  primary key (tenant_id, endpoint_id)
) with (fillfactor = 50);
create index queues_due on outgoing_webhooks.queues (due_at) where not paused;
${tenantTable(schema, 'queues', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}

create table outgoing_webhooks.lanes (
  tenant_id uuid not null,
  endpoint_id uuid not null,
  lane uuid not null,
  due_at timestamptz not null,
  claim uuid,
  primary key (tenant_id, endpoint_id, lane)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index lanes_due on outgoing_webhooks.lanes (tenant_id, endpoint_id, due_at);
${tenantTable(schema, 'lanes', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}

create table outgoing_webhooks.deliveries (
  tenant_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  event text not null,
  lane uuid not null,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  last_status_code integer,
  last_error text,
  next_attempt_at timestamptz,
  settled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index deliveries_of_endpoint on outgoing_webhooks.deliveries (tenant_id, endpoint_id, id);
create index deliveries_of_lane on outgoing_webhooks.deliveries (tenant_id, lane);
create index deliveries_waiting on outgoing_webhooks.deliveries (tenant_id, endpoint_id, lane, event_id) where state = 'waiting';
create index deliveries_retrying on outgoing_webhooks.deliveries (tenant_id, endpoint_id, id) where state = 'waiting';
create index deliveries_failed on outgoing_webhooks.deliveries (tenant_id, endpoint_id, id) where state = 'failed';
${tenantTable(schema, 'deliveries', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
${timePartitions(schema, 'deliveries', { ...KEPT, arrived: 'created_at' })}

create table outgoing_webhooks.attempts (
  tenant_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  status_code integer,
  duration_ms integer not null,
  answer text,
  error text,
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index attempts_of_delivery on outgoing_webhooks.attempts (tenant_id, delivery_id, id);
${tenantTable(schema, 'attempts', { tenant: ['select', 'insert', 'delete'] })}
${timePartitions(schema, 'attempts', { ...KEPT, arrived: 'at' })}

-- Of customers who are forgotten: what is told of them later is recognised by it.
create table outgoing_webhooks.erased_lanes (
  tenant_id uuid not null,
  lane uuid not null,
  erased_at timestamptz not null default now(),
  primary key (tenant_id, lane)
);
create index erased_lanes_age on outgoing_webhooks.erased_lanes (erased_at);
${tenantTable(schema, 'erased_lanes', { tenant: ['select', 'insert'], system: ['select', 'delete'] })}
`,
    },
    {
      name: '0005-retention',
      sql: `
-- How long a tenant keeps messages, as conversation publishes it: bodies hold what was written.
grant usage on schema conversation to ${roleName(schema, 'system')};
grant select on conversation.retention_v1 to ${roleName(schema, 'system')};
grant select (tenant_id, messages_days) on conversation.retention to ${roleName(schema, 'system')};
create policy retention_v1_to_outgoing_webhooks on conversation.retention for select to ${roleName(schema, 'system')} using (true);
`,
    },
    companyEnd,
    {
      name: '0007-pauses-that-are-kept',
      sql: `
-- The receiver asked for the pause: it is kept when others are brought forward.
alter table outgoing_webhooks.lanes add column held boolean not null default false;
-- Null for one that has waited since it was made.
alter table outgoing_webhooks.deliveries add column waiting_since timestamptz;
`,
    },
  ],
};
