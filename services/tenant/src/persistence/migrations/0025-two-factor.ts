import { systemTable } from './system-table.js';

/** A second factor of people: a code of an app, and recovery codes. A tenant may ask it of its people. */
export const twoFactor = {
  name: '0025-two-factor',
  sql: `
-- Since when a code is needed; null without one.
alter table tenant.users add column two_factor_since timestamptz;
alter table tenant.tenants add column two_factor_required boolean not null default false;

create table tenant.second_factors (
  user_id uuid primary key references tenant.users (id),
  -- The sealed secret is bound to it.
  id uuid not null,
  secret_sealed text not null,
  -- Of the last code that was used: no step works twice.
  last_step bigint,
  created_at timestamptz not null default now()
);
${systemTable('second_factors', 'select, insert, update, delete')}

create table tenant.recovery_codes (
  user_id uuid not null references tenant.users (id),
  hash text not null,
  used_at timestamptz,
  primary key (user_id, hash)
);
${systemTable('recovery_codes', 'select, insert, update, delete')}

-- Who has no second factor is outside from the moment that a tenant asks for one. By the database, as with other cuts.
create function tenant.cut_access_without_two_factor() returns trigger language plpgsql as $$
begin
  insert into tenant.access_cuts (user_id, tenant_id, cut_at)
  select m.user_id, m.tenant_id, clock_timestamp() from tenant.memberships m join tenant.users u on u.id = m.user_id
  where m.tenant_id = new.id and u.two_factor_since is null order by m.user_id
  on conflict (user_id, tenant_id) do update set cut_at = excluded.cut_at, kept_session = null;
  return null;
end $$;
create trigger cut_access_without_two_factor after update of two_factor_required on tenant.tenants
  for each row when (new.two_factor_required and not old.two_factor_required)
  execute function tenant.cut_access_without_two_factor();

-- The gateway asks it of superadmins, who belong to no tenant.
create or replace view tenant.tenants_v1 with (security_invoker = on) as
  select id, status, two_factor_required from tenant.tenants where status <> 'deleted';
grant select (two_factor_required) on tenant.tenants to chasqui_gateway_system;

-- A Firebase ID token alone is one factor: the gateway takes it of nobody who has two, and it opens no tenant that asks for two.
create or replace view tenant.firebase_users_v1 with (security_invoker = on) as
  select u.id, u.firebase_uid, u.superadmin,
    (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'role', m.role) order by t.id), '[]')
     from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
     where m.user_id = u.id and t.status = 'active' and not t.two_factor_required) as tenants,
    u.two_factor_since is not null as two_factor,
    (select coalesce(jsonb_agg(t.id order by t.id), '[]')
     from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
     where m.user_id = u.id and t.status = 'active' and t.two_factor_required) as two_factor_needed
  from tenant.users u where u.firebase_uid is not null;
grant select (two_factor_since) on tenant.users to chasqui_gateway_system;
`,
};
