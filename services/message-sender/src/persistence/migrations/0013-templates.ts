import { tenantTable } from '#database';

/** Templates as WhatsApp has them, and the reading of an account's list. */
export const templates = {
  name: '0013-templates',
  sql: `
create table message_sender.templates (
  tenant_id uuid not null,
  id uuid not null,
  waba_id text not null,
  -- Of WhatsApp.
  graph_id text,
  name text not null,
  language text not null,
  category text not null,
  previous_category text,
  -- Announced by WhatsApp, not done yet.
  next_category text,
  next_category_at timestamptz,
  category_at timestamptz,
  status text not null,
  -- By WhatsApp's clock, like the two other times of reports: a report that is older changes nothing.
  status_at timestamptz,
  quality text not null default 'UNKNOWN',
  quality_at timestamptz,
  rejection_reason text,
  recommendation text,
  parameter_format text not null check (parameter_format in ('POSITIONAL', 'NAMED')),
  components jsonb not null,
  -- Where the values of a send come from that gives none.
  parameters jsonb not null default '[]',
  -- Times of the last changes through us: WhatsApp counts those of an approved template.
  edits jsonb not null default '[]',
  -- The last reading of the account's list that had it.
  synced_run uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint templates_name unique (tenant_id, waba_id, name, language)
);
create index templates_list on message_sender.templates (tenant_id, name, id);
create index templates_graph on message_sender.templates (tenant_id, graph_id) where graph_id is not null;
${tenantTable('message_sender', 'templates', { tenant: ['select', 'insert', 'update', 'delete'] })}

-- The reading of an account's list, page by page, and where it stands; one row an account.
create table message_sender.template_syncs (
  tenant_id uuid not null,
  waba_id text not null,
  outlet_id uuid not null,
  run_id uuid not null,
  state text not null check (state in ('running', 'done', 'failed')),
  cursor text,
  pages integer not null default 0,
  found integer not null default 0,
  code text,
  detail text,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  -- While it runs: when somebody may go on with it.
  next_at timestamptz not null default now(),
  primary key (tenant_id, waba_id)
);
create index template_syncs_due on message_sender.template_syncs (next_at) where state = 'running';
${tenantTable('message_sender', 'template_syncs', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
`,
};
