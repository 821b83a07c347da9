import { tenantTable } from '#database';

const schema = 'engagement';

/** Broadcasts: what is said to whom, everyone it is said to, and where each of them stands. */
export const campaigns = {
  name: '0030-campaigns',
  sql: `
create table engagement.campaigns (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  type text not null check (type in ('broadcast', 'drip')),
  outlet_id uuid not null,
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'running', 'paused', 'completed', 'cancelled')),
  pause_reason text,
  audience jsonb,
  -- Under row-level security no index is read by what takes a value out of JSON.
  segment_id uuid generated always as ((audience ->> 'segmentId')::uuid) stored,
  message jsonb,
  schedule jsonb,
  settings jsonb not null,
  frozen jsonb,
  taken_until uuid,
  is_taken boolean not null default false,
  due_at timestamptz,
  tokens double precision not null default 0,
  tokens_at timestamptz(3),
  started_at timestamptz,
  ended_at timestamptz,
  recipients_kept boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index campaigns_due on engagement.campaigns (due_at) where due_at is not null;
create index campaigns_due_of_tenant on engagement.campaigns (tenant_id, due_at) where due_at is not null;
-- Whether a segment is still needed.
create index campaigns_of_segment on engagement.campaigns (tenant_id, segment_id)
  where state in ('scheduled', 'running', 'paused');
create index campaigns_ended on engagement.campaigns (ended_at) where recipients_kept;
${tenantTable(schema, 'campaigns', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}

create table engagement.campaign_totals (
  tenant_id uuid not null,
  campaign_id uuid not null,
  audience integer not null default 0,
  queued integer not null default 0,
  sent integer not null default 0,
  delivered integer not null default 0,
  read integer not null default 0,
  replied integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  held_out integer not null default 0,
  opted_out integer not null default 0,
  in_flight integer not null default 0,
  answered integer not null default 0,
  held_out_answered integer not null default 0,
  primary key (tenant_id, campaign_id),
  -- Everyone stands in exactly one place.
  constraint campaign_totals_add_up check
    (audience = queued + sent + delivered + read + replied + failed + skipped + held_out + opted_out)
) with (fillfactor = 50);
${tenantTable(schema, 'campaign_totals', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table engagement.recipients (
  tenant_id uuid not null,
  campaign_id uuid not null,
  contact_id uuid not null,
  state text not null check (state in ('queued', 'sent', 'delivered', 'read', 'replied', 'failed', 'skipped', 'heldOut', 'optedOut')),
  reason text,
  due_at timestamptz,
  message_id uuid,
  released_at timestamptz,
  cap_day date,
  answered_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, campaign_id, contact_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
create index recipients_due on engagement.recipients (tenant_id, campaign_id, due_at) where due_at is not null;
create index recipients_by_state on engagement.recipients (tenant_id, campaign_id, state, contact_id);
-- Whether somebody who writes was written to: asked of every inbound message.
create index recipients_unanswered on engagement.recipients (tenant_id, contact_id, released_at)
  where answered_at is null and released_at is not null;
create index recipients_of_contact on engagement.recipients (tenant_id, contact_id);
${tenantTable(schema, 'recipients', { tenant: ['select', 'insert', 'update', 'delete'] })}

create table engagement.daily_promotions (
  tenant_id uuid not null,
  contact_id uuid not null,
  day date not null,
  sent integer not null default 0,
  primary key (tenant_id, contact_id, day)
);
create index daily_promotions_age on engagement.daily_promotions (day);
${tenantTable(schema, 'daily_promotions', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'delete'] })}
`,
};
