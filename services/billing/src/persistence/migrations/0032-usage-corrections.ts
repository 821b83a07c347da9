import { tenantTable } from '#database';

/** What was put right of counts that did not say what the rows say from which they were counted: entries, never changed. */
export const usageCorrections = {
  name: '0032-usage-corrections',
  sql: `
create table billing.usage_corrections (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  day date not null,
  category text not null,
  type text not null,
  -- What was added to the count, or taken off it.
  messages bigint not null check (messages <> 0),
  corrected_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
${tenantTable('billing', 'usage_corrections', { tenant: ['select', 'insert'] })}
`,
};
