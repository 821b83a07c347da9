import { publishedView, roleName, tenantTable, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { LEDGER_COUNTS } from './migrations/0006-ledger-counts.js';
import { JOURNAL_PARTITIONS } from './migrations/0007-journal-partitions.js';
import { JOURNAL_LANES } from './migrations/0009-journal-lanes.js';
import { companyEnd } from './migrations/0010-company-end.js';

export const migrations: SchemaMigrations = {
  schema: 'gateway',
  roles: ['ingest'],
  migrations: [
    {
      name: '0001-webhook-journal',
      sql: `
${messagingTables('gateway')}

-- Bodies as received. One body may hold messages of several tenants, and is stored before anybody looks into it: it belongs to no
-- tenant. The role that stores it can do nothing else; only the system role reads it.
create table gateway.webhook_journal (
  id uuid primary key default uuidv7(),
  received_at timestamptz not null default now(),
  body bytea not null,
  split_at timestamptz
);
-- A queue in a table: what is done is dead weight in the index until vacuum comes by, so it comes early.
alter table gateway.webhook_journal set (autovacuum_vacuum_scale_factor = 0.02);
create index webhook_journal_unsplit on gateway.webhook_journal (id) where split_at is null;
alter table gateway.webhook_journal enable row level security;
alter table gateway.webhook_journal force row level security;
create policy ingest on gateway.webhook_journal for insert to chasqui_gateway_ingest with check (true);
grant insert (body) on gateway.webhook_journal to chasqui_gateway_ingest;
create policy system_access on gateway.webhook_journal to chasqui_gateway_system using (true) with check (true);
grant select, update (split_at) on gateway.webhook_journal to chasqui_gateway_system;

-- What the bodies held, piece by piece, and what became of each; the id is the id of its event. The piece itself stays in the
-- journal: it is found there again by its index, since splitting the same body always gives the same pieces.
-- tenant_id is empty while nobody has the number or account that the piece names; a tenant sees its own, the system role all.
create table gateway.webhook_items (
  id uuid primary key,
  journal_id uuid not null,
  index integer not null,
  kind text not null check (kind in ('message', 'status', 'account', 'body')),
  tenant_id uuid,
  phone_number_id text,
  waba_id text,
  outcome text not null check (outcome in ('pending', 'processed', 'parked', 'dead')),
  code text,
  detail text,
  subject text,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (journal_id, index),
  check ((outcome in ('parked', 'dead')) = (code is not null)),
  check (outcome = 'parked' or tenant_id is not null)
);
alter table gateway.webhook_items set (autovacuum_vacuum_scale_factor = 0.02);
create index webhook_items_unprocessed on gateway.webhook_items (outcome, kind, id) where outcome in ('pending', 'parked', 'dead');
${tenantTable('gateway', 'webhook_items', { tenant: ['select'], system: ['select', 'insert', 'update'] })}

-- Events that a consumer gave up, of any producer. An event too broken to read has no tenant, and its digest for an id.
create table gateway.dead_letters (
  consumer text not null,
  event_id text not null,
  tenant_id uuid,
  code text not null,
  detail text not null,
  envelope text not null,
  deaths integer not null default 1,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  primary key (consumer, event_id)
);
${tenantTable('gateway', 'dead_letters', { tenant: ['select'], system: ['select', 'insert', 'update'] })}
`,
    },
    {
      name: '0002-dead-letters-replay',
      sql: `
-- of_item: the event of a webhook item, which has a list and a replay of its own. subject: null where the envelope cannot be read.
alter table gateway.dead_letters
  add column id uuid not null default uuidv7(),
  add column subject text,
  add column of_item boolean not null default false,
  add column replayed_at timestamptz;
update gateway.dead_letters l set
  subject = case when event_id not like 'sha256:%' then substring(envelope from '"subject":"([^"]+)"') end,
  of_item = exists (select 1 from gateway.webhook_items i where i.id = case when l.event_id not like 'sha256:%' then l.event_id::uuid end);
create unique index dead_letters_id on gateway.dead_letters (id);
`,
    },
    {
      name: '0003-rate-limits-and-key-uses',
      sql: `
-- Who came how often, counted for all gateways together: one row for each API key and for each address that a limit is about. The window
-- begins with the first request after the last one ended. Counts are worth no log: after a crash of Postgres all begin anew.
-- What belongs to no tenant (addresses) is under the nil UUID.
create unlogged table gateway.rate_windows (
  tenant_id uuid not null,
  subject text not null,
  ends_at timestamptz not null,
  used integer not null,
  most integer not null,
  primary key (tenant_id, subject)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
-- For forgetting. The end of a window changes once a window, so that counting stays within the page of the row (HOT).
create index rate_windows_ends_at on gateway.rate_windows (ends_at);
${tenantTable('gateway', 'rate_windows', { tenant: [], system: ['select', 'insert', 'update', 'delete'] })}

-- When each API key was last used; the keys themselves are the tenant service's, which reads this where it lists them.
create table gateway.api_key_uses (
  tenant_id uuid not null,
  api_key_id uuid not null,
  last_used_at timestamptz not null,
  primary key (tenant_id, api_key_id)
) with (fillfactor = 50);
${tenantTable('gateway', 'api_key_uses', { tenant: ['select'], system: ['select', 'insert', 'update'] })}
${publishedView('gateway', 'api_key_uses_v1', { table: 'api_key_uses', columns: ['tenant_id', 'api_key_id', 'last_used_at'], readers: ['tenant'] })}
`,
    },
    {
      name: '0004-erasure',
      sql: `
grant update (body), delete on gateway.webhook_journal to ${roleName('gateway', 'system')};
grant delete on gateway.webhook_items, gateway.dead_letters to ${roleName('gateway', 'system')};

-- How far the journal was walked for a customer who is forgotten, and what was found; gone with the answer.
create table gateway.erasure_progress (
  tenant_id uuid not null,
  erasure_id uuid not null,
  after_id uuid not null,
  journal_entries integer not null,
  webhook_items integer not null,
  dead_letters integer not null,
  events integer not null,
  primary key (tenant_id, erasure_id)
);
${tenantTable('gateway', 'erasure_progress', { tenant: ['select', 'delete'], system: ['select', 'insert', 'update'] })}
`,
    },
    { name: '0005-messaging-partitions', sql: messagingPartitions('gateway') },
    { name: '0006-ledger-counts', sql: LEDGER_COUNTS },
    { name: '0007-journal-partitions', sql: JOURNAL_PARTITIONS },
    { name: '0008-messaging-turns', sql: messagingTurns('gateway') },
    { name: '0009-journal-lanes', sql: JOURNAL_LANES },
    companyEnd,
  ],
};
