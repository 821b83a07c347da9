import { tenantTable } from '#database';

/** What people decided about suggestions, so that they do not come again. */
export const suggestionDecisions = {
  name: '0017-suggestion-decisions',
  sql: `
create table knowledge.suggestion_decisions (
  tenant_id uuid not null,
  id uuid not null,
  decision text not null check (decision in ('approved', 'dismissed')),
  -- Hashes of the terms of its questions: what customers wrote is not kept.
  terms text[] not null,
  decided_by text not null,
  decided_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
${tenantTable('knowledge', 'suggestion_decisions', { tenant: ['select', 'insert', 'delete'] })}
`,
};
