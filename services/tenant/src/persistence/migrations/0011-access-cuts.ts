import { publishedView } from '#database';
import { systemTable } from './system-table.js';

/** Cuts of access, and the triggers that make them. */
export const accessCuts = {
  name: '0011-access-cuts',
  sql: `
-- Since when a person may do less, or other things, than the access tokens say that were issued before. Kept as long as those may live.
create table tenant.access_cuts (
  user_id uuid primary key,
  cut_at timestamptz(3) not null
);
create index access_cuts_age on tenant.access_cuts (cut_at);
${systemTable('access_cuts', 'select, insert, update, delete')}
${publishedView('tenant', 'access_cuts_v1', { table: 'access_cuts', columns: ['user_id', 'cut_at'], systemReaders: ['gateway'] })}

-- By the database and not by handlers: whoever changes what a person may do, in whatever way, cuts.
create function tenant.cut_access() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'memberships' then
    insert into tenant.access_cuts values (old.user_id, clock_timestamp())
    on conflict (user_id) do update set cut_at = excluded.cut_at;
  else
    insert into tenant.access_cuts select m.user_id, clock_timestamp() from tenant.memberships m where m.tenant_id = new.id order by m.user_id
    on conflict (user_id) do update set cut_at = excluded.cut_at;
  end if;
  return null;
end $$;
create trigger cut_access after delete or update of role on tenant.memberships for each row execute function tenant.cut_access();
create trigger cut_access after update of status on tenant.tenants
  for each row when (old.status is distinct from new.status) execute function tenant.cut_access();
`,
};
