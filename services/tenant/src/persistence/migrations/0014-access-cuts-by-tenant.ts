import { publishedView } from '#database';

/** What a tenant takes from a person it takes in that tenant alone; what is a person's own is under the nil UUID. */
export const accessCutsByTenant = {
  name: '0014-access-cuts-by-tenant',
  sql: `
drop view tenant.access_cuts_v1;
drop policy access_cuts_v1_to_gateway on tenant.access_cuts;
alter table tenant.access_cuts
  add column tenant_id uuid not null default '00000000-0000-0000-0000-000000000000',
  -- The sign-in that changed the password goes on; all others end.
  add column kept_session uuid,
  drop constraint access_cuts_pkey,
  add primary key (user_id, tenant_id);
${publishedView('tenant', 'access_cuts_v2', {
  table: 'access_cuts',
  columns: ['user_id', 'tenant_id', 'cut_at', 'kept_session'],
  systemReaders: ['gateway'],
})}

create or replace function tenant.cut_access() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'memberships' then
    insert into tenant.access_cuts (user_id, tenant_id, cut_at) values (old.user_id, old.tenant_id, clock_timestamp())
    on conflict (user_id, tenant_id) do update set cut_at = excluded.cut_at;
  else
    insert into tenant.access_cuts (user_id, tenant_id, cut_at)
    select m.user_id, m.tenant_id, clock_timestamp() from tenant.memberships m where m.tenant_id = new.id order by m.user_id
    on conflict (user_id, tenant_id) do update set cut_at = excluded.cut_at;
  end if;
  return null;
end $$;
`,
};
