import { tenantTable } from '#database';

/** Payments into deposits at the provider: one row each, for good, as the ledger's own. */
export const topUps = {
  name: '0013-top-ups',
  sql: `
create table billing.top_ups (
  tenant_id uuid not null,
  payment_id text not null,
  taken_back_minor bigint not null default 0 check (taken_back_minor >= 0),
  changes integer not null default 0,
  reading_stored bigint not null,
  primary key (tenant_id, payment_id)
);
${tenantTable('billing', 'top_ups', { tenant: ['select', 'insert', 'update'] })}
`,
};
