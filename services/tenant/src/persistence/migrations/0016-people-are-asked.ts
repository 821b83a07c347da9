const PLATFORM = '00000000-0000-0000-0000-000000000000';
const PERSONAL = `target_type = 'user' and (starts_with(action, 'user.') or starts_with(action, 'session.'))`;

/** People join by accepting, and what they do with their own account is theirs. */
export const peopleAreAsked = {
  name: '0016-people-are-asked',
  sql: `
-- False for an account that an admin made for a new address: whoever reads its mail has not agreed yet.
alter table tenant.memberships add column accepted boolean not null default true;
create index memberships_unasked on tenant.memberships (user_id, tenant_id) where not accepted;
grant insert on tenant.invitations to chasqui_tenant_system;

-- The owner of the tables may be no superuser.
alter table tenant.users no force row level security;
alter table tenant.memberships no force row level security;
alter table tenant.audit_log no force row level security;

update tenant.memberships m set accepted = false
from tenant.users u where u.id = m.user_id and not u.email_confirmed and m.invited_by is not null;

-- A personal event was in the log of every tenant of the person, with the address it came from. One of each stays, and in none of them.
with copies as (
  select tenant_id, id, row_number() over (partition by action, target_id, at order by id) as copy
  from tenant.audit_log where ${PERSONAL}
)
delete from tenant.audit_log l using copies c where l.tenant_id = c.tenant_id and l.id = c.id and c.copy > 1;
update tenant.audit_log set tenant_id = '${PLATFORM}' where ${PERSONAL} and tenant_id <> '${PLATFORM}';

alter table tenant.users force row level security;
alter table tenant.memberships force row level security;
alter table tenant.audit_log force row level security;
`,
};
