import { roleName, tenantTable } from '#database';

/** Companies are deleted after a time to think, by every service, and the row that says so outlives them. */
export const companyEnd = {
  name: '0028-company-end',
  sql: `
create table tenant.company_deletions (
  tenant_id uuid not null references tenant.tenants (id),
  id uuid not null,
  state text not null check (state in ('scheduled', 'cancelled', 'deleting', 'done')),
  requested_by uuid,
  requested_at timestamptz(3) not null,
  due_at timestamptz(3) not null,
  reminded_at timestamptz(3),
  cancelled_at timestamptz(3),
  begun_at timestamptz(3),
  -- The second round takes what came late, when no event of the company's time can be on its way any more.
  round integer not null default 1 check (round in (1, 2)),
  round_at timestamptz(3),
  asked_at timestamptz(3),
  -- Accounts at WhatsApp that deliver to us still, with the sealed tokens that end it; null when it has ended.
  subscriptions jsonb,
  subscription_attempts integer not null default 0,
  -- When the job looks at it again.
  next_at timestamptz(3),
  finished_at timestamptz(3),
  primary key (tenant_id, id)
);
create unique index company_deletions_open on tenant.company_deletions (tenant_id) where state in ('scheduled', 'deleting');
create index company_deletions_next on tenant.company_deletions (next_at) where next_at is not null;
${tenantTable('tenant', 'company_deletions', { tenant: ['select', 'update'], system: ['select', 'insert', 'update'] })}

-- Which services have said that they hold nothing of it any more.
create table tenant.company_deletion_services (
  tenant_id uuid not null,
  deletion_id uuid not null,
  round integer not null,
  service text not null,
  deleted_at timestamptz(3) not null,
  primary key (tenant_id, deletion_id, round, service),
  foreign key (tenant_id, deletion_id) references tenant.company_deletions (tenant_id, id)
);
${tenantTable('tenant', 'company_deletion_services', { tenant: ['select', 'insert'], system: ['select'] })}

grant delete on tenant.account_events, tenant.api_keys, tenant.branding, tenant.invitations, tenant.llm_configs, tenant.outlets,
  tenant.idempotency_keys, tenant.inbox, tenant.outbox to ${roleName('tenant', 'tenant')};
-- An account of nobody's company is deleted. Who invited somebody else may be gone before them.
grant delete on tenant.users to ${roleName('tenant', 'system')};
alter table tenant.memberships drop constraint memberships_invited_by_fkey;
`,
};
