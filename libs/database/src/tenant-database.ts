import pg from 'pg';
import { isRetryable } from './errors.js';
import { roleName, roleUrl } from './roles.js';
import { Transaction } from './transaction.js';

// timestamptz comes as ISO text in UTC and bigint as a number: both are what the REST and event shapes want.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (value) => new Date(value).toISOString());
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => Number(value));
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (value) => Number(value));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MOST_ATTEMPTS = 4;

export interface TenantDatabaseOptions {
  /** Host, port and database; credentials in it are replaced by the service's own. */
  databaseUrl: string;
  roleSecret: string;
  schema: string;
  /** Connections at most under the tenant role; the system role gets a third of it, at least two. */
  poolSize?: number;
}

/** The one door to Postgres. There is no unscoped way in: a transaction is a tenant's, or the system's under a role of its own. */
export class TenantDatabase {
  readonly #tenantPool: pg.Pool;
  readonly #systemPool: pg.Pool;

  constructor(options: TenantDatabaseOptions) {
    const size = options.poolSize ?? 8;
    const pool = (kind: 'tenant' | 'system', max: number): pg.Pool => {
      const created = new pg.Pool({
        connectionString: roleUrl(options.databaseUrl, options.roleSecret, roleName(options.schema, kind)),
        application_name: `${options.schema}:${kind}`,
        max,
        idleTimeoutMillis: 10_000,
        connectionTimeoutMillis: 5_000,
        keepAlive: true,
      });
      // An idle connection that breaks must not take the process down; the next query opens another.
      created.on('error', () => undefined);
      return created;
    };
    this.#tenantPool = pool('tenant', size);
    this.#systemPool = pool('system', Math.max(2, Math.ceil(size / 3)));
  }

  /**
   * Runs `work` in a transaction that sees and writes rows of this tenant only, and commits.
   * A deadlock or serialization failure runs it again, so `work` must not have effects outside the transaction.
   */
  async forTenant<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (!UUID.test(tenantId)) throw new TypeError('forTenant: the tenant id is not a UUID');
    // One round trip opens the transaction and sets its tenant, for this transaction alone.
    return this.#run(this.#tenantPool, `begin; select set_config('app.tenant_id', '${tenantId}', true)`, tenantId, work);
  }

  /** Runs `work` under the system role: for the outbox relay, schedulers and routing, on the tables granted to it by name. */
  async forSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#run(this.#systemPool, 'begin', undefined, work);
  }

  async #run<T>(pool: pg.Pool, begin: string, tenantId: string | undefined, work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // Without a listener a connection that dies between two statements would end the process.
      const onError = (error: Error): void => void (broken = error);
      client.on('error', onError);
      let committed: (() => void) | undefined;
      let result: T | undefined;
      try {
        await client.query(begin);
        const tx = new Transaction(client, tenantId);
        result = await work(tx);
        committed = await tx.finish();
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => (broken ??= failure));
        if (!isRetryable(error) || attempt >= MOST_ATTEMPTS) throw error;
      } finally {
        client.removeListener('error', onError);
        client.release(broken);
      }
      if (committed) {
        committed();
        return result as T;
      }
    }
  }

  /** Throws when Postgres does not answer. */
  async ping(): Promise<void> {
    await this.#tenantPool.query('select 1');
  }

  async close(): Promise<void> {
    await Promise.all([this.#tenantPool.end(), this.#systemPool.end()]);
  }
}
