import { tenantTable } from '#database';

/** What a company takes with it: an archive that a job writes into the object store, and that is there for some days. */
export const companyExports = {
  name: '0029-company-exports',
  sql: `
create table tenant.company_exports (
  tenant_id uuid not null references tenant.tenants (id),
  -- Also the name of the object.
  id uuid not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'expired')),
  requested_by uuid,
  requested_at timestamptz(3) not null,
  -- Files of the archive that are written, of how many.
  written integer not null default 0,
  files integer not null default 0,
  attempts integer not null default 0,
  size_bytes bigint,
  finished_at timestamptz(3),
  expires_at timestamptz(3),
  -- When a job looks at it (again): to write it, and to take it away.
  next_at timestamptz(3),
  primary key (tenant_id, id)
);
create index company_exports_next on tenant.company_exports (next_at) where next_at is not null;
${tenantTable('tenant', 'company_exports', { tenant: ['select', 'insert', 'delete'], system: ['select', 'update', 'delete'] })}
`,
};
