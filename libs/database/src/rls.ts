import { roleName } from './roles.js';

type Privilege = 'select' | 'insert' | 'update' | 'delete';

const identifier = (name: string): string => {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`not a plain SQL identifier: ${name}`);
  return name;
};

/**
 * SQL that makes a table a tenant table: row-level security enabled and forced, the one policy, and the grants of its service.
 *
 * - `nullif(..., '')`: after a transaction-local setting ends Postgres leaves '' and not NULL; either way no row matches (fail closed).
 * - `(select ...)` makes the planner evaluate the setting once a statement and not once a row.
 * - TRUNCATE and REFERENCES are never granted: both ignore row-level security.
 */
export function tenantTable(
  schema: string,
  table: string,
  grants: { tenant: readonly Privilege[]; system?: readonly Privilege[] },
): string {
  const name = `${identifier(schema)}.${identifier(table)}`;
  const current = `tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)`;
  const statements = [
    `alter table ${name} enable row level security`,
    `alter table ${name} force row level security`,
    `create policy tenant_isolation on ${name} using (${current}) with check (${current})`,
  ];
  if (grants.tenant.length > 0) statements.push(`grant ${grants.tenant.join(', ')} on ${name} to ${roleName(schema, 'tenant')}`);
  if (grants.system?.length) statements.push(...systemAccess(schema, table, schema, grants.system));
  return `${statements.join(';\n')};\n`;
}

/** SQL statements that let the system role of `reader` work on all rows of a table, by name. */
function systemAccess(schema: string, table: string, reader: string, privileges: readonly Privilege[]): string[] {
  const role = roleName(identifier(reader), 'system');
  return [
    `create policy system_access_${reader} on ${schema}.${table} to ${role} using (true) with check (true)`,
    `grant ${privileges.join(', ')} on ${schema}.${table} to ${role}`,
  ];
}

/**
 * SQL that publishes a versioned view to other services. `security_invoker` keeps row-level security with the reader, which is why
 * the reader also needs the columns behind the view: they are granted one by one, and nothing else of the table.
 *
 * `systemReaders` additionally see all tenants, under their system role.
 */
export function publishedView(
  schema: string,
  view: string,
  definition: { table: string; columns: readonly string[]; where?: string; readers?: readonly string[]; systemReaders?: readonly string[] },
): string {
  const columns = definition.columns.map(identifier).join(', ');
  const filter = definition.where ? ` where ${definition.where}` : '';
  const statements = [
    `create view ${identifier(schema)}.${identifier(view)} with (security_invoker = on) as select ${columns} from ${schema}.${identifier(definition.table)}${filter}`,
  ];
  const grant = (role: string): string[] => [
    `grant usage on schema ${schema} to ${role}`,
    `grant select on ${schema}.${view} to ${role}`,
    `grant select (${columns}) on ${schema}.${definition.table} to ${role}`,
  ];
  for (const reader of definition.readers ?? []) statements.push(...grant(roleName(identifier(reader), 'tenant')));
  for (const reader of definition.systemReaders ?? []) {
    const role = roleName(identifier(reader), 'system');
    statements.push(
      ...grant(role),
      `create policy ${view}_to_${reader} on ${schema}.${definition.table} for select to ${role} using (true)`,
    );
  }
  return `${statements.join(';\n')};\n`;
}
