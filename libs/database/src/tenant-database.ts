import pg from 'pg';
import { isRetryable } from './errors.js';
import { roleName, roleUrl } from './roles.js';
import { SharedFailure, SharedWorks, type SharedWork } from './shared-works.js';
import { inOnePacket, Session, type Transaction } from './transaction.js';

// timestamptz comes as ISO text in UTC and bigint as a number: both are what the REST and event shapes want.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (value) => new Date(value).toISOString());
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => Number(value));
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (value) => Number(value));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_ATTEMPTS = 4;
const QUERY_TIMEOUT_MS = 20_000;
/** A plan knows the tables as large as they were when it was made, and they may grow faster than statistics are kept. */
const PLANS_LIVE_MS = 10_000;

export interface TenantDatabaseOptions {
  /** Host, port and database; credentials in it are replaced by the service's own. */
  databaseUrl: string;
  /** Of this schema's roles. */
  password: string;
  schema: string;
  /** Connections at most under the tenant role; the system role gets a third of it, at least two. */
  poolSize?: number;
}

/** The one door to Postgres. There is no unscoped way in: a transaction is a tenant's, or the system's under a role of its own. */
export class TenantDatabase {
  readonly #tenantPool: pg.Pool;
  readonly #systemPool: pg.Pool;
  readonly #shared: SharedWorks;
  /** When the plans of a connection were last thrown away. */
  readonly #planned = new WeakMap<pg.PoolClient, number>();

  constructor(options: TenantDatabaseOptions) {
    const size = options.poolSize ?? 8;
    const pool = (kind: 'tenant' | 'system', max: number): pg.Pool => {
      const created = new pg.Pool({
        connectionString: roleUrl(options.databaseUrl, roleName(options.schema, kind), options.password),
        application_name: `${options.schema}:${kind}`,
        max,
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
      });
      // An idle connection that breaks must not take the process down; the next query opens another.
      created.on('error', () => undefined);
      return created;
    };
    this.#shared = new SharedWorks(
      (works) => this.#runTogether(works),
      ({ tenantId, run }) => this.forTenant(tenantId, run),
      Math.max(1, Math.floor(size / 2)),
    );
    this.#tenantPool = pool('tenant', size);
    this.#systemPool = pool('system', Math.max(2, Math.ceil(size / 3)));
  }

  /**
   * Runs `work` in a transaction that sees and writes rows of this tenant only, and commits.
   * A deadlock or serialization failure runs it again, so `work` must not have effects outside the transaction.
   */
  async forTenant<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const begin = beginAs(tenantId);
    return retrying(() =>
      this.#transact(this.#tenantPool, begin, tenantId, (session) => work(session.part({ tenantId, isShared: false }))),
    );
  }

  /**
   * Like {@link forTenant}, for the many small works of event handlers: works that are waiting share a transaction, whatever their
   * tenants, so that under load they also share its round trips and its sync to disk. Each statement runs under the tenant of its work,
   * so that row-level security holds as in a transaction of its own.
   *
   * The works of a shared transaction run side by side on one connection: their statements are each atomic and interleave. A work whose
   * statements depend on one another beyond its own rows calls `tx.alone()` first. When a work fails, nothing of the shared transaction
   * is kept and each runs in a transaction of its own: no work can spoil another. As with {@link forTenant}, a work may run more than
   * once and must have no effects outside the transaction.
   */
  async together<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    if (!UUID.test(tenantId)) throw new TypeError('together: the tenant id is not a UUID');
    return this.#shared.add(tenantId, work);
  }

  async #runTogether(works: readonly SharedWork[]): Promise<PromiseSettledResult<unknown>[]> {
    const { tenantId } = works[0]!;
    return this.#transact(this.#tenantPool, beginAs(tenantId), tenantId, async (session) => {
      // Settled, not only failed: no statement of a work may come after the transaction's end.
      const results = await Promise.allSettled(works.map((work) => work.run(session.part({ tenantId: work.tenantId, isShared: true }))));
      if (results.some(({ status }) => status === 'rejected')) throw new SharedFailure(results);
      return results;
    });
  }

  /** Runs `work` under the system role: for the outbox relay, schedulers and routing, on the tables granted to it by name. */
  async forSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return retrying(() =>
      this.#transact(this.#systemPool, 'begin', undefined, (session) => work(session.part({ tenantId: undefined, isShared: false }))),
    );
  }

  /** @param tenantId the tenant that `begin` sets */
  async #transact<T>(pool: pg.Pool, begin: string, tenantId: string | undefined, work: (session: Session) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    // Without a listener a connection that dies between two statements would end the process.
    const onError = (error: Error): void => void (broken = error);
    client.on('error', onError);
    let tell: () => void;
    let result: T;
    try {
      // Not awaited: the first statement follows in the same packet. If this fails, no tenant is set, and row-level security lets
      // that statement see and write nothing.
      const begun = inOnePacket(client, () => {
        // By itself: in one query with `begin` it would be the first statement of the transaction, which may then not say what it sees.
        if (this.#isToPlan(client)) client.query('discard plans').catch(() => undefined);
        return client.query(begin);
      });
      begun.catch(() => undefined);
      const session = new Session(client, tenantId);
      result = await work(session);
      await begun;
      tell = await session.finish();
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken ??= failure));
      throw error;
    } finally {
      client.removeListener('error', onError);
      client.release(broken);
    }
    tell();
    return result;
  }

  #isToPlan(client: pg.PoolClient): boolean {
    const now = performance.now();
    if (now - (this.#planned.get(client) ?? -Infinity) < PLANS_LIVE_MS) return false;
    this.#planned.set(client, now);
    return true;
  }

  /** Throws when Postgres does not answer. */
  async ping(): Promise<void> {
    await this.#tenantPool.query('select 1');
  }

  async close(): Promise<void> {
    await Promise.all([this.#tenantPool.end(), this.#systemPool.end()]);
  }
}

/** One statement opens the transaction and sets its tenant, for this transaction alone. */
function beginAs(tenantId: string): string {
  if (!UUID.test(tenantId)) throw new TypeError('forTenant: the tenant id is not a UUID');
  return `begin; select set_config('app.tenant_id', '${tenantId}', true)`;
}

async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (!isRetryable(error) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}
