import { tenantTable } from '#database';

const schema = 'engagement';

/** Flows ask other systems. */
export const flowCalls = {
  name: '0095-flow-calls',
  sql: `
alter table engagement.flow_runs
  add column call jsonb,
  add column call_at timestamptz(3),
  add column call_tries integer not null default 0,
  add constraint flow_runs_call check ((call is null) = (call_at is null) and (call is null or state = 'active')),
  drop constraint flow_runs_waits_for_check,
  add constraint flow_runs_waits_for check (waits_for in ('answer', 'time', 'call'));
create index flow_runs_call_first on engagement.flow_runs (call_at) where call_at is not null;
create index flow_runs_call_of_tenant on engagement.flow_runs (tenant_id, call_at) where call_at is not null;

-- The secret with which a tenant's flows sign follows from its generation; no row is the generation 0, which nobody knows.
create table engagement.flow_secrets (
  tenant_id uuid primary key,
  generation integer not null,
  rotated_at timestamptz(3) not null
);
${tenantTable(schema, 'flow_secrets', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
