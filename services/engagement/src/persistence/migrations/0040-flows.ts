import { tenantTable } from '#database';

const schema = 'engagement';

/** Flows as they are drawn, versions as they run, where each run stands, and what each has done. */
export const flows = {
  name: '0040-flows',
  sql: `
create table engagement.flows (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  outlet_id uuid not null,
  definition jsonb not null,
  -- Grows with every change, so that two who draw at once do not overwrite each other.
  revision integer not null default 1,
  state text not null default 'draft' check (state in ('draft', 'live', 'stopped')),
  -- The newest version; 0 before the first.
  version integer not null default 0,
  -- Of the newest version: what begins it.
  triggers jsonb not null default '[]',
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  constraint flows_name unique (tenant_id, name)
);
create index flows_live on engagement.flows (tenant_id, outlet_id, id) where state = 'live';
${tenantTable(schema, 'flows', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table engagement.flow_versions (
  tenant_id uuid not null,
  flow_id uuid not null,
  version integer not null,
  definition jsonb not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, flow_id, version)
);
${tenantTable(schema, 'flow_versions', { tenant: ['select', 'insert', 'delete'] })}

create table engagement.flow_runs (
  tenant_id uuid not null,
  id uuid not null,
  -- With which it began; where it stands is in flow_id and version.
  first_flow_id uuid not null,
  flow_id uuid not null,
  version integer not null,
  conversation_id uuid not null,
  contact_id uuid not null,
  outlet_id uuid not null,
  state text not null default 'active' check (state in ('active', 'ended')),
  reason text,
  waits_for text check (waits_for in ('answer', 'time')),
  position jsonb not null,
  due_at timestamptz(3),
  -- The newest message of the customer that it has dealt with.
  last_seq integer not null,
  -- Of the conversation when it began: who took it before that does not end it.
  epoch integer not null,
  -- Entries of its log.
  logged integer not null default 0,
  started_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (tenant_id, id),
  constraint flow_runs_waits check ((state = 'active') = (waits_for is not null)),
  constraint flow_runs_due check (state = 'active' or due_at is null)
) with (fillfactor = 80);
-- One flow has a conversation at a time.
create unique index flow_runs_active on engagement.flow_runs (tenant_id, conversation_id) where state = 'active';
create index flow_runs_of_conversation on engagement.flow_runs (tenant_id, conversation_id, id);
create index flow_runs_due_first on engagement.flow_runs (due_at) where due_at is not null;
create index flow_runs_due_of_tenant on engagement.flow_runs (tenant_id, due_at) where due_at is not null;
create index flow_runs_of_flow on engagement.flow_runs (tenant_id, first_flow_id, id);
create index flow_runs_at_flow on engagement.flow_runs (tenant_id, flow_id) where state = 'active';
create index flow_runs_of_contact on engagement.flow_runs (tenant_id, contact_id);
create index flow_runs_ended on engagement.flow_runs (ended_at) where ended_at is not null;
${tenantTable(schema, 'flow_runs', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

create table engagement.flow_log (
  tenant_id uuid not null,
  run_id uuid not null,
  n integer not null,
  kind text not null check (kind in ('passed', 'sent', 'ended')),
  node text,
  -- By which port it was left; of the end, the reason.
  detail text,
  message_id uuid,
  outcome text,
  at timestamptz(3) not null,
  -- Nothing twice.
  primary key (tenant_id, run_id, n)
);
${tenantTable(schema, 'flow_log', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table engagement.flow_figures (
  tenant_id uuid not null,
  flow_id uuid not null,
  version integer not null,
  -- Empty for the run as a whole: port then is "started" or the reason of the end.
  node text not null,
  port text not null,
  passed bigint not null,
  primary key (tenant_id, flow_id, version, node, port)
) with (fillfactor = 70);
${tenantTable(schema, 'flow_figures', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
