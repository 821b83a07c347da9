import { publishedView, tenantTable, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { accessCuts } from './migrations/0011-access-cuts.js';
import { indexes } from './migrations/0012-indexes.js';
import { accessCutsByTenant } from './migrations/0014-access-cuts-by-tenant.js';
import { knownAddresses } from './migrations/0015-known-addresses.js';
import { peopleAreAsked } from './migrations/0016-people-are-asked.js';
import { numberClaims } from './migrations/0017-number-claims.js';
import { successors } from './migrations/0019-successors.js';
import { addressesComposed } from './migrations/0020-addresses-composed.js';
import { invitationLinks } from './migrations/0021-invitation-links.js';
import { whatWhatsappSaid } from './migrations/0022-what-whatsapp-said.js';
import { formerKeys } from './migrations/0024-former-keys.js';
import { sessions } from './migrations/0023-sessions.js';
import { twoFactor } from './migrations/0025-two-factor.js';
import { laterMigrations } from './migrations/later.js';
import { systemTable } from './migrations/system-table.js';

const CURRENT_TENANT = `(select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

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
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  status text not null default 'active' check (status in ('active', 'suspended', 'deleted')),
  plan text not null default 'free' check (plan in ('free', 'starter', 'growth', 'enterprise')),
  domain text,
  contact_email text,
  settings jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index tenants_slug on tenant.tenants (slug) where status <> 'deleted';
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
  -- Whether somebody has shown that mail to the address reaches them. Anybody may register any address; nobody is let into a tenant
  -- by the address alone before this.
  email_confirmed boolean not null default false,
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
  invited_by uuid references tenant.users (id),
  primary key (tenant_id, user_id)
);
create index memberships_user on tenant.memberships (user_id);
${tenantTable('tenant', 'memberships', { tenant: ['select'], system: ['select', 'insert', 'update', 'delete'] })}
${publishedView('tenant', 'members_v1', { table: 'memberships', columns: ['tenant_id', 'user_id', 'role'], readers: ['conversation'] })}

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
create index refresh_tokens_user on tenant.refresh_tokens (user_id);
${systemTable('refresh_tokens', 'select, insert, update, delete')}

create table tenant.password_resets (
  hash text primary key,
  user_id uuid not null references tenant.users (id),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index password_resets_user on tenant.password_resets (user_id);
${systemTable('password_resets', 'select, insert, update, delete')}

-- Attempts to sign in since the last success, by account (a hash of the address, whether it has an account or not) and by network address.
create table tenant.sign_in_attempts (
  key text primary key,
  failures integer not null,
  locked_until timestamptz,
  last_at timestamptz not null default now()
);
create index sign_in_attempts_last_at on tenant.sign_in_attempts (last_at);
${systemTable('sign_in_attempts', 'select, insert, update, delete')}

-- What is to be mailed, written in the transaction that decided it. Links in it are secrets, so it rests sealed and goes once it is sent.
create table tenant.mails (
  id uuid primary key,
  kind text not null,
  sealed text not null,
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  sent_at timestamptz,
  given_up_at timestamptz,
  created_at timestamptz not null default now()
);
create index mails_due on tenant.mails (due_at) where sent_at is null and given_up_at is null;
${systemTable('mails', 'select, insert, update, delete')}
-- Handlers that work for a tenant put mails in; only the system role reads them.
create policy put_in on tenant.mails for insert to chasqui_tenant with check (true);
grant insert on tenant.mails to chasqui_tenant;

create table tenant.invitations (
  tenant_id uuid not null references tenant.tenants (id),
  id uuid not null,
  email text not null check (email = lower(email)),
  role text not null check (role in ('viewer', 'agent', 'admin', 'owner')),
  token_hash text not null,
  invited_by uuid,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- Whoever holds the link is not signed in, so that its tenant is not known yet. It is 192 random bits: no oracle.
create unique index invitations_token_hash on tenant.invitations (token_hash);
create unique index invitations_open on tenant.invitations (tenant_id, email) where accepted_at is null and revoked_at is null;
${tenantTable('tenant', 'invitations', { tenant: ['select', 'insert', 'update'], system: ['select', 'update'] })}

-- Answers to creates, for whoever asks again with the same key. What belongs to no tenant is under the nil UUID.
create table tenant.idempotency_keys (
  tenant_id uuid not null,
  caller uuid not null,
  key text not null,
  request_hash text not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, caller, key)
);
create index idempotency_keys_age on tenant.idempotency_keys using brin (created_at);
${tenantTable('tenant', 'idempotency_keys', { tenant: ['select', 'insert', 'update'], system: ['select', 'insert', 'update', 'delete'] })}

-- Append-only: no role of this service may change or delete a row. What belongs to no tenant is under the nil UUID, and nothing
-- refers to tenants or users, so that the log outlives both.
create table tenant.audit_log (
  tenant_id uuid not null,
  id uuid not null,
  actor_kind text not null check (actor_kind in ('user', 'api-key', 'system', 'anonymous')),
  actor_id uuid,
  actor_email text,
  action text not null,
  target_type text not null,
  target_id text not null,
  before jsonb,
  after jsonb,
  address text,
  request_id text,
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index audit_log_target on tenant.audit_log (tenant_id, target_id, id);
create index audit_log_id on tenant.audit_log (id);
${tenantTable('tenant', 'audit_log', { tenant: ['select', 'insert'], system: ['select', 'insert'] })}
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
  -- What the last check with Graph found.
  verified_name text,
  meta_status text,
  health text not null default 'unknown' check (health in ('unknown', 'ok', 'limited', 'blocked')),
  webhooks_subscribed boolean,
  check_problem text,
  checked_at timestamptz,
  settings jsonb not null default '{}',
  version integer not null default 1,
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
  version integer not null default 1,
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
  rate_limit_per_hour integer not null default 1000 check (rate_limit_per_hour > 0),
  last_used_at timestamptz,
  -- False while the tenant is suspended: its keys are not there for the gateway.
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- A key is looked up before its tenant is known. It is 256 random bits, so that its uniqueness tells nobody anything.
create unique index api_keys_hash on tenant.api_keys (hash);
${tenantTable('tenant', 'api_keys', { tenant: ['select', 'insert', 'update'], system: ['select', 'update'] })}
${publishedView('tenant', 'api_keys_v1', {
  table: 'api_keys',
  columns: ['tenant_id', 'id', 'hash', 'scopes', 'expires_at', 'revoked_at', 'rate_limit_per_hour'],
  where: 'enabled',
  systemReaders: ['gateway'],
})}
grant select (enabled) on tenant.api_keys to chasqui_gateway_system;

create table tenant.branding (
  tenant_id uuid primary key references tenant.tenants (id),
  product_name text,
  logo_url text,
  colors jsonb not null default '{}',
  custom_domain text,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);
${tenantTable('tenant', 'branding', { tenant: ['select', 'insert', 'update'], system: ['select'] })}

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
    {
      name: '0003-firebase',
      sql: `
alter table tenant.users
  add column firebase_uid text check (length(firebase_uid) between 1 and 128),
  alter column password_hash drop not null,
  add constraint users_can_sign_in check (password_hash is not null or firebase_uid is not null);
create unique index users_firebase_uid on tenant.users (firebase_uid);

-- Whom a Firebase ID token stands for. Joins three tables, hence by hand what publishedView() does for one.
create view tenant.firebase_users_v1 with (security_invoker = on) as
  select u.id, u.firebase_uid, u.superadmin,
    (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'role', m.role) order by t.id), '[]')
     from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
     where m.user_id = u.id and t.status = 'active') as tenants
  from tenant.users u where u.firebase_uid is not null;
grant usage on schema tenant to chasqui_gateway_system;
grant select on tenant.firebase_users_v1 to chasqui_gateway_system;
grant select (id, firebase_uid, superadmin) on tenant.users to chasqui_gateway_system;
grant select (tenant_id, user_id, role) on tenant.memberships to chasqui_gateway_system;
grant select (id, status) on tenant.tenants to chasqui_gateway_system;
create policy firebase_users_v1_to_gateway on tenant.users for select to chasqui_gateway_system using (firebase_uid is not null);
create policy firebase_users_v1_to_gateway on tenant.memberships for select to chasqui_gateway_system using (true);
create policy firebase_users_v1_to_gateway on tenant.tenants for select to chasqui_gateway_system using (true);
`,
    },
    {
      name: '0005-email-confirmations',
      sql: `
create table tenant.email_confirmations (
  hash text primary key,
  user_id uuid not null references tenant.users (id),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index email_confirmations_user on tenant.email_confirmations (user_id);
${systemTable('email_confirmations', 'select, insert, update, delete')}

-- A superadmin vouches for the accounts that they make. Account and membership of such a one are of the same transaction.
update tenant.users u set email_confirmed = true
from tenant.memberships m join tenant.users by on by.id = m.invited_by
where m.user_id = u.id and by.superadmin and m.joined_at = u.created_at and not u.email_confirmed;
`,
    },
    {
      name: '0010-tenants-view',
      sql: `
-- Whether there is such a tenant, for the gateway: a superadmin may name any.
${publishedView('tenant', 'tenants_v1', { table: 'tenants', columns: ['id', 'status'], where: `status <> 'deleted'`, systemReaders: ['gateway'] })}
-- The gateway sees the keys being used and keeps when: gateway.api_key_uses_v1.
alter table tenant.api_keys drop column last_used_at;
`,
    },
    accessCuts,
    indexes,
    { name: '0013-messaging-partitions', sql: messagingPartitions('tenant') },
    accessCutsByTenant,
    knownAddresses,
    peopleAreAsked,
    numberClaims,
    { name: '0018-messaging-turns', sql: messagingTurns('tenant') },
    successors,
    addressesComposed,
    invitationLinks,
    whatWhatsappSaid,
    sessions,
    formerKeys,
    twoFactor,
    ...laterMigrations,
  ],
};
