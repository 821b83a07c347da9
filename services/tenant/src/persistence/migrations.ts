import { publishedView, tenantTable, type SchemaMigrations } from '#database';
import { messagingTables } from '#messaging';

const CURRENT_TENANT = `(select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

/** The tables of people and sign-in belong to no tenant: row-level security lets only the system role in. */
const systemTable = (table: string, privileges: string): string => `
alter table tenant.${table} enable row level security;
alter table tenant.${table} force row level security;
create policy system_only on tenant.${table} to chasqui_tenant_system using (true) with check (true);
grant ${privileges} on tenant.${table} to chasqui_tenant_system;
`;

export const migrations: SchemaMigrations = {
  schema: 'tenant',
  migrations: [
    {
      name: '0001-tenants-and-people',
      sql: `
${messagingTables('tenant')}
${publishedView('tenant', 'receipts_v1', { table: 'inbox', columns: ['tenant_id', 'event_id'], systemReaders: ['gateway'] })}

create table tenant.tenants (
  id uuid primary key,
  slug text not null constraint tenants_slug unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_at timestamptz not null default now()
);
alter table tenant.tenants enable row level security;
alter table tenant.tenants force row level security;
create policy own_row on tenant.tenants for select to chasqui_tenant using (id = ${CURRENT_TENANT});
create policy system_access on tenant.tenants to chasqui_tenant_system using (true) with check (true);
grant select on tenant.tenants to chasqui_tenant;
grant select, insert, update on tenant.tenants to chasqui_tenant_system;

create table tenant.users (
  id uuid primary key,
  email text not null check (email = lower(email)),
  name text not null,
  password_hash text not null,
  superadmin boolean not null default false,
  created_at timestamptz not null default now()
);
-- One account per address in the whole installation: a person may belong to several tenants and signs in before a tenant is known.
create unique index users_email on tenant.users (email);
${systemTable('users', 'select, insert, update')}

create table tenant.memberships (
  tenant_id uuid not null references tenant.tenants (id),
  user_id uuid not null references tenant.users (id),
  role text not null check (role in ('viewer', 'agent', 'admin', 'owner')),
  joined_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
create index memberships_user on tenant.memberships (user_id);
${tenantTable('tenant', 'memberships', { tenant: ['select'], system: ['select', 'insert', 'update', 'delete'] })}

create table tenant.refresh_tokens (
  hash text primary key,
  user_id uuid not null references tenant.users (id),
  -- Every token that descends from one sign-in: reuse of any of them ends them all.
  family uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
create index refresh_tokens_family on tenant.refresh_tokens (family);
create index refresh_tokens_expires on tenant.refresh_tokens (expires_at);
${systemTable('refresh_tokens', 'select, insert, update, delete')}
`,
    },
    {
      name: '0002-outlets-settings-keys',
      sql: `
create table tenant.outlets (
  tenant_id uuid not null references tenant.tenants (id),
  id uuid not null,
  name text not null,
  phone_number_id text not null,
  waba_id text not null,
  display_phone_number text not null,
  access_token_sealed text not null,
  status text not null default 'active' check (status in ('active', 'disabled', 'deleted')),
  quality text not null default 'UNKNOWN' check (quality in ('GREEN', 'YELLOW', 'RED', 'UNKNOWN')),
  messaging_limit text,
  throughput text not null default 'STANDARD' check (throughput in ('STANDARD', 'HIGH')),
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- The one unique key that does not begin with the tenant: a webhook names only the number, so a number must lead to exactly one
-- tenant. It tells an admin who holds a number's access token at most that the number is connected already.
create unique index outlets_phone_number_id on tenant.outlets (phone_number_id) where status <> 'deleted';
${tenantTable('tenant', 'outlets', { tenant: ['select', 'insert', 'update'], system: ['select', 'update'] })}
${publishedView('tenant', 'outlets_v1', {
  table: 'outlets',
  columns: ['tenant_id', 'id', 'name', 'phone_number_id', 'waba_id', 'display_phone_number', 'status', 'settings'],
  where: `status <> 'deleted'`,
  readers: ['conversation', 'llm_orchestration', 'message_sender', 'knowledge', 'gateway'],
  systemReaders: ['gateway', 'message_sender', 'conversation'],
})}
${publishedView('tenant', 'outlet_credentials_v1', {
  table: 'outlets',
  columns: ['tenant_id', 'id', 'phone_number_id', 'access_token_sealed'],
  where: `status <> 'deleted'`,
  readers: ['message_sender'],
})}
-- The policy that lets the sender's system role see all outlets came with outlets_v1.
grant select on tenant.outlet_credentials_v1 to chasqui_message_sender_system;
grant select (access_token_sealed) on tenant.outlets to chasqui_message_sender_system;

create table tenant.llm_configs (
  tenant_id uuid primary key references tenant.tenants (id),
  tone text not null,
  language text not null,
  model text,
  temperature double precision,
  system_prompt text not null,
  escalation_keywords text[] not null,
  handoff_message text,
  off_topic_guard boolean not null,
  updated_at timestamptz not null default now()
);
${tenantTable('tenant', 'llm_configs', { tenant: ['select', 'insert', 'update'] })}
${publishedView('tenant', 'llm_configs_v1', {
  table: 'llm_configs',
  columns: [
    'tenant_id',
    'tone',
    'language',
    'model',
    'temperature',
    'system_prompt',
    'escalation_keywords',
    'handoff_message',
    'off_topic_guard',
  ],
  readers: ['llm_orchestration', 'conversation'],
})}

create table tenant.api_keys (
  tenant_id uuid not null references tenant.tenants (id),
  id uuid not null,
  name text not null,
  prefix text not null,
  hash text not null,
  scopes text[] not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- A key is looked up before its tenant is known. It is 256 random bits, so that its uniqueness tells nobody anything.
create unique index api_keys_hash on tenant.api_keys (hash);
${tenantTable('tenant', 'api_keys', { tenant: ['select', 'insert', 'update'] })}
${publishedView('tenant', 'api_keys_v1', {
  table: 'api_keys',
  columns: ['tenant_id', 'id', 'hash', 'scopes', 'expires_at', 'revoked_at'],
  systemReaders: ['gateway'],
})}

create table tenant.account_events (
  tenant_id uuid not null references tenant.tenants (id),
  id uuid not null,
  waba_id text not null,
  outlet_id uuid,
  field text not null,
  event text,
  value jsonb,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, outlet_id) references tenant.outlets (tenant_id, id)
);
create index account_events_at on tenant.account_events (tenant_id, at);
${tenantTable('tenant', 'account_events', { tenant: ['select', 'insert'] })}
`,
    },
  ],
};
