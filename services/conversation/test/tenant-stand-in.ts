import { publishedView, tenantTable, type SchemaMigrations } from '#database';

/** What billing says that a plan allows: of nobody anything, until a spec writes a row. */
const billing: SchemaMigrations = {
  schema: 'billing',
  migrations: [
    {
      name: '0001-stand-in',
      sql: `
create table billing.quotas (tenant_id uuid not null, meter text not null, limit_amount bigint, primary key (tenant_id, meter));
${tenantTable('billing', 'quotas', { tenant: ['select'] })}
${publishedView('billing', 'quotas_v1', { table: 'quotas', columns: ['tenant_id', 'meter', 'limit_amount'], readers: ['conversation'] })}
`,
    },
  ],
};

/** The tenant service's published views over tables of this test, and the roles of services that our own views are granted to. */
export const standIns: SchemaMigrations[] = [
  { schema: 'gateway', migrations: [] },
  { schema: 'message_sender', migrations: [] },
  { schema: 'llm_orchestration', migrations: [] },
  { schema: 'engagement', migrations: [] },
  billing,
  {
    schema: 'tenant',
    migrations: [
      {
        name: '0001-stand-in',
        sql: `
create table tenant.outlets (tenant_id uuid not null, id uuid not null, settings jsonb not null default '{}', primary key (tenant_id, id));
${tenantTable('tenant', 'outlets', { tenant: ['select'] })}
${publishedView('tenant', 'outlets_v1', { table: 'outlets', columns: ['tenant_id', 'id', 'settings'], readers: ['conversation'] })}
create table tenant.memberships (tenant_id uuid not null, user_id uuid not null, role text not null, primary key (tenant_id, user_id));
${tenantTable('tenant', 'memberships', { tenant: ['select'] })}
${publishedView('tenant', 'members_v1', { table: 'memberships', columns: ['tenant_id', 'user_id', 'role'], readers: ['conversation'] })}
create table tenant.tenants (id uuid primary key, language text);
alter table tenant.tenants enable row level security;
create policy own on tenant.tenants for select to chasqui_conversation using (id = nullif(current_setting('app.tenant_id', true), '')::uuid);
${publishedView('tenant', 'companies_v1', { table: 'tenants', columns: ['id', 'language'], readers: ['conversation'] })}
create table tenant.llm_configs (tenant_id uuid primary key, language text not null, handoff_message text);
${tenantTable('tenant', 'llm_configs', { tenant: ['select'] })}
${publishedView('tenant', 'llm_configs_v1', {
  table: 'llm_configs',
  columns: ['tenant_id', 'language', 'handoff_message'],
  readers: ['conversation'],
})}
`,
      },
    ],
  },
];
