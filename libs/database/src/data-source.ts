import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { SnakeNaming } from './naming.js';
import {
  ignoreIdleError,
  poolSettings,
  poolUrl,
  type PoolKind,
  type RolePool,
  type RolePools,
  type TenantDatabaseOptions,
} from './pools.js';
import type { EntityClass } from './table-map.js';

/** The data source of one role of a service: its pool, and the map of its tables. */
export const dataSourceOptions = (
  kind: PoolKind,
  options: TenantDatabaseOptions & { entities?: readonly EntityClass[] },
): PostgresDataSourceOptions => ({
  type: 'postgres',
  driver: pg,
  url: poolUrl(kind, options),
  extra: poolSettings(kind, options),
  poolErrorHandler: ignoreIdleError,
  entities: [...(options.entities ?? [])],
  namingStrategy: new SnakeNaming(),
  // Migrations make the tables: TypeORM knows nothing of roles, policies and grants.
  synchronize: false,
  installExtensions: false,
});

/**
 * The pool of a data source. TypeORM connects when it initializes, so that is done when the first connection is asked for: a service
 * starts, and stays up, while Postgres is away. What fails is tried again by whoever comes next.
 */
export class DataSourcePool implements RolePool {
  #source: DataSource | undefined;
  #pool: pg.Pool | undefined;
  #opening: Promise<pg.Pool> | undefined;
  #hasEnded = false;

  constructor(private readonly create: () => DataSource | Promise<DataSource>) {}

  connect(): Promise<pg.PoolClient> {
    return this.#pool ? this.#pool.connect() : this.#open().then((pool) => pool.connect());
  }

  async query(text: string): Promise<unknown> {
    return (await this.#open()).query(text);
  }

  async end(): Promise<void> {
    this.#hasEnded = true;
    await this.#opening?.catch(() => undefined);
    // Nest may have destroyed it already: its own module goes just before.
    if (this.#source?.isInitialized) await this.#source.destroy();
  }

  async #open(): Promise<pg.Pool> {
    if (this.#pool) return this.#pool;
    if (this.#hasEnded) throw new Error('the pool has ended');
    this.#opening ??= this.#initialize().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #initialize(): Promise<pg.Pool> {
    const source = (this.#source ??= await this.create());
    try {
      await source.initialize();
    } catch (error) {
      // Where Postgres went away after the first connection, a pool is left.
      await source.driver.disconnect().catch(() => undefined);
      throw error;
    }
    return (this.#pool = (source.driver as unknown as { master: pg.Pool }).master);
  }
}

/** The pools of a service whose data sources nobody has made, as in tests. */
export function openPools(options: TenantDatabaseOptions): RolePools {
  const pool = (kind: PoolKind): RolePool =>
    new DataSourcePool(async () => new (await import('typeorm')).DataSource(dataSourceOptions(kind, options)));
  return { tenant: pool('tenant'), system: pool('system') };
}
