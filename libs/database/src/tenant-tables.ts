import type pg from 'pg';

const TENANT = `(select nullif(current_setting('app.tenant_id', true), '')::uuid)`;
const TENANTS = 10;

/**
 * Makes the planner see a tenant table as it is for the largest tenant: under that plan every tenant is served (docs/adr/0013).
 *
 * - `uuid_eq(a, b)` is what `a = b` calls, and the planner does not count it as a second reason for few rows beside the statement's own
 *   `tenant_id = $1`, which would make any index that begins with the tenant look like a look-up.
 * - `n_distinct = ${TENANTS}`: however many tenants there are, a tenant is expected to own so large a part of a table that a look-up by id
 *   is always better than looking through all that is the tenant's, and so small a one that an index is better than reading the table.
 *
 * Runs after the migrations, over whatever tenant tables there are by then, and changes only what is not so yet.
 */
export async function settleTenantTables(client: pg.Client, schemas: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ table: string; policy: string | null; options: string[] | null }>(
    // A partition has no policy: rows are reached through the table.
    `select c.oid::regclass::text as table, pg_get_expr(p.polqual, p.polrelid) as policy, a.attoptions as options
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     left join pg_policy p on p.polrelid = c.oid and p.polname = 'tenant_isolation'
     where c.relkind in ('r', 'p') and n.nspname = any($1) order by c.oid`,
    [schemas],
  );
  for (const { table, policy, options } of rows) {
    if (policy && !policy.startsWith('uuid_eq(')) {
      await client.query(
        `alter policy tenant_isolation on ${table} using (uuid_eq(tenant_id, ${TENANT})) with check (tenant_id = ${TENANT})`,
      );
    }
    if (!options?.includes(`n_distinct=${TENANTS}`))
      await client.query(`alter table ${table} alter column tenant_id set (n_distinct = ${TENANTS})`);
  }
}
