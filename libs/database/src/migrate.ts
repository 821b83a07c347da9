import { createHash } from 'node:crypto';
import pg from 'pg';
import { PARTITION_FUNCTIONS } from './partition-functions.js';
import { roleName, schemaPassword, type RoleKind } from './roles.js';
import { settleTenantTables } from './tenant-tables.js';

export interface Migration {
  /** Unique in its schema, ordered: `0001-conversations`. */
  name: string;
  sql: string;
}

export interface SchemaMigrations {
  schema: string;
  /** Roles beside `tenant` and `system`, which every schema has. */
  roles?: readonly RoleKind[];
  migrations: readonly Migration[];
}

const LOCK = 7_215_077_103;

/**
 * Brings the database to the present schema: roles, one schema per service, and the migrations not yet applied, each in a
 * transaction of its own. Runs as the owner; safe to run from several places at once, and again.
 *
 * @throws when a migration that was applied has changed since: what is published is never edited.
 */
export async function migrate(options: {
  ownerUrl: string;
  /** The passwords of all roles follow from it. */
  roleSecret: string;
  modules: readonly SchemaMigrations[];
  log?: (line: string) => void;
}): Promise<void> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`
      create schema if not exists chasqui;
      create table if not exists chasqui.migrations (
        schema text not null, name text not null, checksum text not null, applied_at timestamptz not null default now(),
        primary key (schema, name));
      revoke create on schema public from public`);
    await client.query(PARTITION_FUNCTIONS);
    // All roles first: a view may be granted to a service whose own migrations come later.
    for (const module of options.modules) await ensureSchema(client, module, options.roleSecret);
    for (const { schema, migrations } of options.modules) {
      const applied = new Map<string, string>(
        (await client.query('select name, checksum from chasqui.migrations where schema = $1', [schema])).rows.map((row) => [
          row.name,
          row.checksum,
        ]),
      );
      for (const { name, sql } of migrations) {
        const checksum = createHash('sha256').update(sql).digest('hex');
        const known = applied.get(name);
        if (known === checksum) continue;
        if (known) throw new Error(`migration ${schema}/${name} was applied and has changed since; add a new one instead of editing it`);
        await client.query('begin');
        try {
          await client.query(sql);
          await client.query('insert into chasqui.migrations (schema, name, checksum) values ($1, $2, $3)', [schema, name, checksum]);
          await client.query('commit');
        } catch (error) {
          await client.query('rollback');
          throw new Error(`migration ${schema}/${name} failed: ${(error as Error).message}`, { cause: error });
        }
        options.log?.(`migrated ${schema}/${name}`);
      }
    }
    await settleTenantTables(
      client,
      options.modules.map(({ schema }) => schema),
    );
  } finally {
    await client.end();
  }
}

async function ensureSchema(client: pg.Client, { schema, roles = [] }: SchemaMigrations, secret: string): Promise<void> {
  await client.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
  for (const kind of ['tenant', 'system', ...roles] as const) {
    const role = roleName(schema, kind);
    const exists = (await client.query('select 1 from pg_roles where rolname = $1', [role])).rowCount;
    const attributes = `login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password ${pg.escapeLiteral(schemaPassword(secret, schema))}`;
    await client.query(`${exists ? 'alter' : 'create'} role ${pg.escapeIdentifier(role)} ${attributes}`);
    await client.query(`grant usage on schema ${pg.escapeIdentifier(schema)} to ${pg.escapeIdentifier(role)}`);
  }
}
