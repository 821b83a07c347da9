import type pg from 'pg';
import { v7 } from 'uuid';
import { KeyRing } from '#service-kit';
import type { AgedTenant } from './aged-data.js';
import { Tables } from './tables.js';

/** Tenants that answer as one does: with its settings and its knowledge, and a number of their own. */
export async function moreTenants(client: pg.ClientBase, like: AgedTenant, count: number, encryptionKeys: string): Promise<AgedTenant[]> {
  const keys = new KeyRing(encryptionKeys);
  const first = Date.now() % 1_000_000_000;
  const tenants = Array.from({ length: count }, (_, index) => {
    const outletId = v7();
    const phoneNumberId = String(200_000_000_000_000 + first * 10_000 + index);
    const wabaId = String(300_000_000_000_000 + first * 10_000 + index);
    return { id: v7(), outletId, phoneNumberId, wabaId, token: keys.seal(`EAA${outletId}`, outletId) };
  });
  const tables = await Tables.of(client);
  await client.query(
    'create temporary table if not exists new_tenant (id uuid, outlet_id uuid, phone_number_id text, waba_id text, token text)',
  );
  await client.query('truncate pg_temp.new_tenant');
  await client.query(
    'insert into pg_temp.new_tenant select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])',
    (['id', 'outletId', 'phoneNumberId', 'wabaId', 'token'] as const).map((key) => tenants.map((tenant) => tenant[key])),
  );
  const of = (column = 'tenant_id'): string => `pg_temp.new_tenant n where t.${column} = '${like.id}'`;
  await tables.copy('tenant.tenants', of('id'), {
    id: 'n.id',
    slug: `'tenant-' || replace(n.id::text, '-', '')`,
    name: `'Tenant ' || n.phone_number_id`,
  });
  await tables.copy('tenant.llm_configs', of(), { tenant_id: 'n.id' });
  await tables.copy('tenant.outlets', `${of()} and t.id = '${like.outletId}'`, {
    tenant_id: 'n.id',
    id: 'n.outlet_id',
    phone_number_id: 'n.phone_number_id',
    waba_id: 'n.waba_id',
    access_token_sealed: 'n.token',
  });
  // What one row of a tenant refers to is another of the same tenant, so ids may be the same; which table is first does not matter so.
  await client.query(`set session_replication_role = 'replica'`);
  for (const table of tables.ofTenants('knowledge')) {
    if (/\.(inbox|outbox)/.test(table)) continue;
    await tables.copy(table, of(), { tenant_id: 'n.id' });
  }
  await client.query('reset session_replication_role');
  await client.query('analyze');
  return tenants.map(({ token: _, ...tenant }) => tenant);
}
