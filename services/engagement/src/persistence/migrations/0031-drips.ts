import { tenantTable } from '#database';

const schema = 'engagement';

/** Drips: steps as they are written, versions as they run, who is under way, and what became of each step. */
export const drips = {
  name: '0031-drips',
  sql: `
create table engagement.drip_steps (
  tenant_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  step_number integer not null,
  delay jsonb not null,
  message jsonb not null,
  condition jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint drip_steps_number unique (tenant_id, campaign_id, step_number)
);
${tenantTable(schema, 'drip_steps', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table engagement.drip_versions (
  tenant_id uuid not null,
  campaign_id uuid not null,
  version integer not null,
  steps jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, campaign_id, version)
);
${tenantTable(schema, 'drip_versions', { tenant: ['select', 'insert', 'delete'] })}

create table engagement.enrolments (
  tenant_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  version integer not null,
  state text not null default 'active' check (state in ('active', 'completed', 'exited')),
  exit_reason text,
  done integer not null default 0,
  due_at timestamptz(3),
  held boolean not null default false,
  enrolled_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (tenant_id, id),
  -- Whoever is under way has a step that is due, and nobody else.
  constraint enrolments_due check ((state = 'active') = (due_at is not null))
) with (fillfactor = 80);
create unique index enrolments_active on engagement.enrolments (tenant_id, campaign_id, contact_id) where state = 'active';
create index enrolments_due_first on engagement.enrolments (due_at) where due_at is not null and not held;
create index enrolments_due_of_tenant on engagement.enrolments (tenant_id, due_at) where due_at is not null and not held;
create index enrolments_held on engagement.enrolments (tenant_id, campaign_id) where held;
create index enrolments_of_contact on engagement.enrolments (tenant_id, contact_id, campaign_id, id);
create index enrolments_ended on engagement.enrolments (ended_at) where ended_at is not null;
create index enrolments_of_campaign on engagement.enrolments (tenant_id, campaign_id, state);
${tenantTable(schema, 'enrolments', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

create table engagement.enrolment_steps (
  tenant_id uuid not null,
  enrolment_id uuid not null,
  step_number integer not null,
  outcome text not null check (outcome in ('requested', 'sent', 'delivered', 'read', 'failed', 'skipped', 'optedOut')),
  reason text,
  message_id uuid,
  cap_day date,
  at timestamptz not null,
  -- No step twice.
  primary key (tenant_id, enrolment_id, step_number)
);
${tenantTable(schema, 'enrolment_steps', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
