import { publishedView, tenantTable } from '#database';

/** A company may have a model server of its own, with its own key: it pays for what it asks. */
export const modelServers = {
  name: '0042-model-servers',
  sql: `
create table tenant.model_servers (
  tenant_id uuid primary key references tenant.tenants (id),
  -- Up to and including /v1.
  base_url text not null,
  api_key_sealed text not null,
  -- The last characters of the key, by which people know it.
  key_hint text not null,
  model text not null,
  -- Asked where the first does not answer.
  fallback_model text,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);
${tenantTable('tenant', 'model_servers', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}
${publishedView('tenant', 'model_servers_v1', {
  table: 'model_servers',
  columns: ['tenant_id', 'base_url', 'api_key_sealed', 'model', 'fallback_model'],
  readers: ['llm_orchestration'],
})}`,
};
