import type { Infrastructure } from '#testing';

/** The database is a throw-away: what only constrains values is dropped, so that any row may stand in any table. */
export async function dropConstraints(infra: Infrastructure): Promise<void> {
  const checks = await infra.rows<{ sql: string }>(
    `select format('alter table %s drop constraint if exists %I cascade', conrelid::regclass, conname) as sql from pg_constraint k
     join pg_class c on c.oid = k.conrelid where contype in ('c', 'f') and c.relnamespace::regnamespace::text = any($1) order by k.coninhcount`,
    [infra.schemas],
  );
  const generated = await infra.rows<{ sql: string }>(
    `select format('alter table %s alter column %I drop not null', attrelid::regclass, attname) as sql from pg_attribute a
     join pg_class c on c.oid = a.attrelid
     where a.attgenerated <> '' and a.attnotnull and c.relkind = 'r' and c.relnamespace::regnamespace::text = any($1)`,
    [infra.schemas],
  );
  for (const { sql } of [...checks, ...generated]) await infra.owner.query(sql);
}

/** An INSERT of one row of the tenant, with a plausible value for every column that needs one. */
export async function insertSql(infra: Infrastructure, table: string, tenant: string): Promise<string> {
  const columns = await infra.rows<{ name: string; type: string; needed: boolean }>(
    `select a.attname as name, format_type(a.atttypid, null) as type, a.attnotnull and not a.atthasdef and a.attidentity = '' as needed
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`,
    [table],
  );
  const value = (name: string, type: string): string => {
    if (name === 'tenant_id') return `'${tenant}'`;
    if (type === 'uuid') return 'gen_random_uuid()';
    if (type.endsWith('[]')) return `'{}'`;
    if (type.startsWith('json')) return `'{}'`;
    if (type.startsWith('timestamp')) return 'now()';
    if (type === 'date') return 'current_date';
    if (type === 'boolean') return 'false';
    if (type === 'bytea') return `'x'`;
    if (type === 'tsvector') return `''`;
    if (/int|numeric|double|real/.test(type)) return '1';
    return `gen_random_uuid()::text`;
  };
  const used = columns.filter((column) => column.needed || column.name === 'tenant_id');
  return `insert into ${table} (${used.map((column) => `"${column.name}"`).join(', ')}) values (${used.map((column) => value(column.name, column.type)).join(', ')})`;
}
