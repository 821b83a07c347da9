import { tenantTable } from '#database';

/** What a tenant may use beyond what its plan allows, whichever plan that is. */
export const quotaAddons = {
  name: '0026-quota-addons',
  sql: `
create table billing.quota_addons (
  tenant_id uuid not null,
  meter text not null,
  amount bigint not null check (amount > 0),
  primary key (tenant_id, meter)
);
${tenantTable('billing', 'quota_addons', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
