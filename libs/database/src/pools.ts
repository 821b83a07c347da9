import pg from 'pg';
import { roleName, roleUrl } from './roles.js';

// timestamptz comes as ISO text in UTC and bigint as a number: both are what the REST and event shapes want.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (value) => new Date(value).toISOString());
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => Number(value));
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (value) => Number(value));

const QUERY_TIMEOUT_MS = 20_000;

export interface TenantDatabaseOptions {
  /** Host, port and database; credentials in it are replaced by the service's own. */
  databaseUrl: string;
  /** Of this schema's roles. */
  password: string;
  schema: string;
  /** Connections at most under the tenant role; the system role gets a third of it, at least two. */
  poolSize?: number;
}

export const DEFAULT_POOL_SIZE = 8;

/** The roles that a service works under. */
export const POOL_KINDS = ['tenant', 'system'] as const;
export type PoolKind = (typeof POOL_KINDS)[number];

/** The connections of one role: what {@link TenantDatabase} needs of a `pg.Pool`. */
export interface RolePool {
  connect(): Promise<pg.PoolClient>;
  query(text: string): Promise<unknown>;
  end(): Promise<void>;
}

export type RolePools = Readonly<Record<PoolKind, RolePool>>;

export const poolUrl = (kind: PoolKind, options: TenantDatabaseOptions): string =>
  roleUrl(options.databaseUrl, roleName(options.schema, kind), options.password);

/** How the connections of a role are made, whoever makes them. */
export function poolSettings(kind: PoolKind, { schema, poolSize = DEFAULT_POOL_SIZE }: TenantDatabaseOptions): pg.PoolConfig {
  return {
    application_name: `${schema}:${kind}`,
    max: kind === 'tenant' ? poolSize : Math.max(2, Math.ceil(poolSize / 3)),
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // A connection that was cut without a word would keep its statement, and its place in the pool, for ever.
    query_timeout: QUERY_TIMEOUT_MS,
    // Statements are few, constant and prepared: planning them again for every execution costs more than it can win. What the
    // planner may do is not restricted: the shape of a statement has to leave it no bad choice (docs/adr/0013).
    options: '-c plan_cache_mode=force_generic_plan',
    // Statements that do not wait for one another travel together: begin with the first, the outbox with the commit.
    pipeline: true,
  };
}

/** An idle connection that breaks must not take the process down; the next query opens another. */
export const ignoreIdleError = (): void => undefined;

/** Pools without TypeORM, for a thread that is to stay small (docs/adr/0012). */
export function plainPools(options: TenantDatabaseOptions): RolePools {
  const pool = (kind: PoolKind): pg.Pool =>
    new pg.Pool({ connectionString: poolUrl(kind, options), ...poolSettings(kind, options) }).on('error', ignoreIdleError);
  return { tenant: pool('tenant'), system: pool('system') };
}
