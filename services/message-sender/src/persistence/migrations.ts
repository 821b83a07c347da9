import { publishedView, roleName, tenantTable, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { media } from './migrations/0002-media.js';
import { statusLogAge } from './migrations/0005-status-log-age.js';
import { openMessages } from './migrations/0006-open-messages.js';
import { indexes } from './migrations/0007-indexes.js';
import { sendingTenants } from './migrations/0009-sending-tenants.js';
import { mediaTurns } from './migrations/0010-media-turns.js';
import { groups } from './migrations/0011-groups.js';
import { templates } from './migrations/0013-templates.js';
import { gate } from './migrations/0016-gate.js';
import { companyEnd } from './migrations/0015-company-end.js';
import { schedule } from './migrations/0019-schedule.js';
import { rates } from './migrations/0017-rates.js';
import { marketingRoutes } from './migrations/0020-marketing-routes.js';
import { portfolios } from './migrations/0018-portfolios.js';
import { lanesByClass } from './migrations/0022-lanes-by-class.js';
import { managementCalls } from './migrations/0024-management-calls.js';
import { codeTemplates } from './migrations/0026-code-templates.js';
import { requestedMessages } from './migrations/0025-requested-messages.js';
import { consentOfMessages } from './migrations/0027-consent-of-messages.js';
import { failedMessages } from './migrations/0023-failed-messages.js';

const schema = 'message_sender';

export const migrations: SchemaMigrations = {
  schema,
  migrations: [
    {
      name: '0001-messages',
      sql: `
${messagingTables(schema)}
${publishedView(schema, 'receipts_v1', { table: 'inbox', columns: ['tenant_id', 'event_id'], systemReaders: ['gateway'] })}

create table message_sender.messages (
  tenant_id uuid not null,
  -- UUIDv7 of whoever asked: also the order inside a lane.
  id uuid not null,
  outlet_id uuid not null,
  conversation_id uuid,
  recipient_phone text,
  recipient_user_id text,
  -- Outlet and recipient: messages of one lane leave one after another.
  lane text not null,
  class text not null check (class in ('otp', 'reply', 'reminder', 'drip', 'broadcast')),
  priority integer not null generated always as (array_position(array['otp', 'reply', 'reminder', 'drip', 'broadcast'], class)) stored,
  content jsonb not null,
  template text generated always as (content -> 'template' ->> 'name') stored,
  context_wamid text,
  trace_id text,
  state text not null default 'queued'
    check (state in ('queued', 'sending', 'unknown', 'accepted', 'sent', 'failed', 'delivered', 'read', 'played')),
  failed boolean not null default false,
  wamid text,
  claim integer not null default 0,
  refusals integer not null default 0,
  waits integer not null default 0,
  resends integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  attempted_at timestamptz,
  sender_instance uuid,
  unknown_at timestamptz,
  errors jsonb not null default '[]',
  pricing jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- A queue: what has left the partial indexes must leave their pages soon.
alter table message_sender.messages set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
-- The dispatcher: by outlet, then class, then age.
create index messages_queue on message_sender.messages (tenant_id, outlet_id, priority, id) include (next_attempt_at) where state = 'queued';
create index messages_lane_queued on message_sender.messages (tenant_id, lane, id) where state = 'queued';
create index messages_lane_open on message_sender.messages (tenant_id, lane) where state in ('sending', 'unknown');
create index messages_open on message_sender.messages (attempted_at) where state in ('sending', 'unknown');
create index messages_wamid on message_sender.messages (tenant_id, wamid) where wamid is not null;
create index messages_outlet on message_sender.messages (tenant_id, outlet_id, id);
${tenantTable(schema, 'messages', { tenant: ['select', 'insert', 'update'], system: ['select', 'update'] })}

-- Every status as WhatsApp reported it, once; of messages that were sent elsewhere too (message_id is null).
create table message_sender.status_log (
  tenant_id uuid not null,
  wamid text not null,
  status text not null,
  participant text not null default '',
  outlet_id uuid not null,
  message_id uuid,
  status_at timestamptz not null,
  received_at timestamptz not null default now(),
  recipient jsonb not null,
  pricing jsonb,
  errors jsonb not null default '[]',
  primary key (tenant_id, wamid, status, participant)
);
create index status_log_message on message_sender.status_log (tenant_id, message_id, status_at) where message_id is not null;
create index status_log_outlet on message_sender.status_log (tenant_id, outlet_id, status_at);
create index status_log_unmatched on message_sender.status_log (received_at) where message_id is null;
${tenantTable(schema, 'status_log', { tenant: ['select', 'insert', 'update'], system: ['select'] })}

create table message_sender.holds (
  tenant_id uuid not null,
  id uuid not null,
  scope text not null check (scope in ('app', 'waba', 'number', 'template')),
  key text not null,
  kind text not null check (kind in ('auth', 'stop', 'wait')),
  code text not null,
  title text not null,
  advice text not null,
  -- Of kind wait: ends by itself.
  until timestamptz,
  -- Of kind auth: md5 of the sealed token that was refused; null where there was none.
  credential text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create unique index holds_active on message_sender.holds (tenant_id, scope, key, kind, code) where ended_at is null;
${tenantTable(schema, 'holds', { tenant: ['select', 'insert', 'update'], system: ['select', 'update', 'delete'] })}

create table message_sender.idempotency_keys (
  tenant_id uuid not null,
  key text not null,
  request_hash text not null,
  message_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index idempotency_keys_age on message_sender.idempotency_keys using brin (created_at);
${tenantTable(schema, 'idempotency_keys', { tenant: ['select', 'insert'], system: ['select', 'delete'] })}
`,
    },
    media,
    {
      name: '0003-erasure',
      sql: `
grant delete on message_sender.messages, message_sender.status_log, message_sender.idempotency_keys, message_sender.outbox
  to ${roleName(schema, 'tenant')};

-- Conversations and messages of customers who are forgotten. A request to send, or a report about a message, that was on its way
-- meanwhile is recognised by them. Ids alone; kept as long as WhatsApp may report.
create table message_sender.erased_ids (
  tenant_id uuid not null,
  id uuid not null,
  erased_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index erased_ids_age on message_sender.erased_ids (erased_at);
${tenantTable(schema, 'erased_ids', { tenant: ['select', 'insert'], system: ['select', 'delete'] })}
`,
    },
    { name: '0004-messaging-partitions', sql: messagingPartitions(schema) },
    statusLogAge,
    openMessages,
    indexes,
    { name: '0008-messaging-turns', sql: messagingTurns(schema) },
    sendingTenants,
    mediaTurns,
    groups,
    templates,
    companyEnd,
    schedule,
    rates,
    marketingRoutes,
    gate,
    portfolios,
    lanesByClass,
    failedMessages,
    managementCalls,
    requestedMessages,
    codeTemplates,
    consentOfMessages,
  ],
};
