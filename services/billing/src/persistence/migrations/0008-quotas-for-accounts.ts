import { roleName } from '#database';

const reader = roleName('tenant', 'system');

/** Accounts are made under the tenant service's system role, since a person belongs to no tenant: it asks for the tenant that they join. */
export const quotasForAccounts = {
  name: '0008-quotas-for-accounts',
  sql: `
grant usage on schema billing to ${reader};
grant select on billing.quotas_v1 to ${reader};
grant select (tenant_id, meter, limit_amount, period_start, used_amount) on billing.quotas to ${reader};
create policy quotas_v1_to_tenant on billing.quotas for select to ${reader} using (true);
`,
};
