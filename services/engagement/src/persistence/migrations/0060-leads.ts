import { tenantTable } from '#database';

const schema = 'engagement';

/** People who may buy: in which stage of the company's own list each is, whose they are, and how they came there. */
export const leads = {
  name: '0060-leads',
  sql: `
create table engagement.lead_stages (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  kind text not null check (kind in ('open', 'won', 'lost')),
  position integer not null,
  primary key (tenant_id, id)
);
${tenantTable(schema, 'lead_stages', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table engagement.leads (
  tenant_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  stage_id uuid not null,
  owner_id uuid,
  source text not null check (source in ('hand', 'conversation', 'api')),
  value_minor bigint,
  currency text,
  note text,
  version integer not null default 1,
  -- Since when it is in a stage that ends it; null while it is open.
  closed_at timestamptz(3),
  moved_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, stage_id) references engagement.lead_stages (tenant_id, id),
  constraint leads_value check ((value_minor is null) = (currency is null))
);
create index leads_stage on engagement.leads (tenant_id, stage_id, id);
create index leads_owner on engagement.leads (tenant_id, owner_id, id);
create index leads_stage_owner on engagement.leads (tenant_id, stage_id, owner_id, id);
create index leads_contact on engagement.leads (tenant_id, contact_id, id);
-- A person is one open lead at a time, however many begin one at once.
create unique index leads_open on engagement.leads (tenant_id, contact_id) where closed_at is null;
${tenantTable(schema, 'leads', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table engagement.lead_moves (
  tenant_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  -- By their names, which may change later; null for the beginning.
  from_stage text,
  to_stage text not null,
  by_kind text not null,
  by_id uuid not null,
  at timestamptz(3) not null,
  primary key (tenant_id, lead_id, id),
  foreign key (tenant_id, lead_id) references engagement.leads (tenant_id, id) on delete cascade
);
${tenantTable(schema, 'lead_moves', { tenant: ['select', 'insert', 'delete'] })}
`,
};
