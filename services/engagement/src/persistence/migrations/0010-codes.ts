import { tenantTable, timePartitions } from '#database';

const schema = 'engagement';

/** One-time codes: what was sent, the hashes of those that still count, how often is sent, and the figures. */
export const codes = {
  name: '0010-codes',
  sql: `
create table engagement.codes (
  tenant_id uuid not null,
  id uuid not null,
  -- Digits, by one spelling of an account that has two.
  phone text not null,
  purpose text not null,
  -- open, verified, spent (too many wrong ones), expired, replaced (by a newer one)
  state text not null default 'open',
  outlet_id uuid not null,
  message_id uuid not null,
  template text not null,
  -- What WhatsApp says of the message; requested until then.
  delivery text not null default 'requested',
  delivered_at timestamptz(3),
  failure text,
  price_category text,
  price_type text,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  settled_at timestamptz(3),
  primary key (tenant_id, id)
);
create index codes_of_phone on engagement.codes (tenant_id, phone, purpose, id desc);
${tenantTable(schema, 'codes', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
${timePartitions(schema, 'codes', { key: 'id', step: '5 days', ahead: 1, keep: '30 days', arrived: 'created_at' })}

-- The one code of a number and purpose that counts: it goes as soon as it is used, spent, replaced or over, and its hash with it.
create table engagement.open_codes (
  tenant_id uuid not null,
  phone text not null,
  purpose text not null,
  id uuid not null,
  hash bytea not null,
  attempts integer not null default 0,
  max_attempts integer not null,
  resend_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  primary key (tenant_id, phone, purpose)
);
create index open_codes_over on engagement.open_codes (expires_at, tenant_id);
create index open_codes_of_tenant on engagement.open_codes (tenant_id, expires_at);
create index open_codes_by_id on engagement.open_codes (tenant_id, id);
${tenantTable(schema, 'open_codes', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

-- How often something was done in the hour that began with the first time; whose number or address it was is hashed.
create table engagement.code_limits (
  tenant_id uuid not null,
  kind text not null,
  key text not null,
  started_at timestamptz(3) not null,
  count integer not null,
  primary key (tenant_id, kind, key)
);
create index code_limits_age on engagement.code_limits (started_at);
${tenantTable(schema, 'code_limits', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update', 'delete'] })}

create table engagement.code_figures (
  tenant_id uuid not null,
  -- UTC.
  day date not null,
  purpose text not null,
  -- sent, delivered, failed, verified, wrong, spent, expired, replaced, charged, refused
  outcome text not null,
  -- Of what failed or was refused: WhatsApp's or our code. Of what was charged: the category.
  reason text not null default '',
  count integer not null,
  primary key (tenant_id, day, purpose, outcome, reason)
);
create index code_figures_age on engagement.code_figures (day);
${tenantTable(schema, 'code_figures', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update', 'delete'] })}

-- Numbers of one beginning to which many codes were asked for: what admins are told.
create table engagement.code_alerts (
  tenant_id uuid not null,
  prefix text not null,
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  refused integer not null,
  primary key (tenant_id, prefix)
);
create index code_alerts_age on engagement.code_alerts (last_at);
create index code_alerts_list on engagement.code_alerts (tenant_id, last_at desc);
${tenantTable(schema, 'code_alerts', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update', 'delete'] })}

create table engagement.code_settings (
  tenant_id uuid primary key,
  digits integer not null,
  valid_seconds integer not null,
  max_attempts integer not null,
  resend_seconds integer not null,
  per_phone integer not null,
  per_address integer not null,
  per_tenant integer not null,
  per_prefix integer not null,
  outlet_id uuid,
  template text,
  version integer not null default 1
);
${tenantTable(schema, 'code_settings', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
