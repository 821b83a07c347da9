import { roleName } from '#database';

const reader = roleName('billing', 'tenant');

/** What a plan limits of what this service keeps, one row each: billing counts them where it shows what is used. */
export const seats = {
  name: '0037-seats',
  sql: `
create view tenant.seats_v1 with (security_invoker = on) as
  select tenant_id, 'outlets' as meter from tenant.outlets where status <> 'deleted'
  union all select tenant_id, 'users' from tenant.memberships
  union all select tenant_id, 'users' from tenant.invitations where accepted_at is null and revoked_at is null and expires_at > now();
grant usage on schema tenant to ${reader};
grant select on tenant.seats_v1 to ${reader};
grant select (tenant_id, status) on tenant.outlets to ${reader};
grant select (tenant_id) on tenant.memberships to ${reader};
grant select (tenant_id, accepted_at, revoked_at, expires_at) on tenant.invitations to ${reader};
`,
};
