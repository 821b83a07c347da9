import { publishedView, tenantTable } from '#database';

/** What a plan has beside amounts: a version names what it lacks, so that those that were there before have everything. */
export const planFeatures = {
  name: '0028-plan-features',
  sql: `
alter table billing.plans add column lacks text[] not null default '{}';
-- What the plan of a tenant lacks, for whoever makes it. No row: the tenant has it.
create table billing.missing_features (
  tenant_id uuid not null,
  feature text not null,
  primary key (tenant_id, feature)
);
${tenantTable('billing', 'missing_features', { tenant: ['select', 'insert', 'delete'] })}
${publishedView('billing', 'missing_features_v1', {
  table: 'missing_features',
  columns: ['tenant_id', 'feature'],
  readers: ['tenant', 'outgoing_webhooks'],
})}
`,
};
