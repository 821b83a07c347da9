import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { isRetryable } from './errors.js';
import { roleName, roleUrl } from './roles.js';
import { inOnePacket, Transaction, type TransactionScope } from './transaction.js';

// timestamptz comes as ISO text in UTC and bigint as a number: both are what the REST and event shapes want.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (value) => new Date(value).toISOString());
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => Number(value));
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (value) => Number(value));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MOST_ATTEMPTS = 4;
const QUERY_TIMEOUT_MS = 20_000;
/** Works in one shared transaction at most: more would hold their locks for longer than they save. */
const MOST_TOGETHER = 32;

interface Waiting {
  work: (tx: Transaction) => Promise<unknown>;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

interface Queue {
  waiting: Waiting[];
  running: number;
}

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
  readonly #queues = new Map<string, Queue>();
  readonly #sharedPerTenant: number;

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
        keepAliveInitialDelayMillis: 10_000,
        // A connection that was cut without a word would keep its statement, and its place in the pool, for ever.
        query_timeout: QUERY_TIMEOUT_MS,
        // Statements are few, constant and prepared: planning them again for every execution costs more than it can win. Tables grow
        // faster than their statistics, so that a plan made early must not bet on them being small. A plain index scan marks the entries
        // that it finds dead, which keeps queues fast between two vacuums; a bitmap scan does not.
        options: '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off',
        // Statements that do not wait for one another travel together: begin with the first, the outbox with the commit.
        pipeline: true,
      });
      // An idle connection that breaks must not take the process down; the next query opens another.
      created.on('error', () => undefined);
      return created;
    };
    this.#sharedPerTenant = Math.max(1, Math.floor(size / 4));
    this.#tenantPool = pool('tenant', size);
    this.#systemPool = pool('system', Math.max(2, Math.ceil(size / 3)));
  }

  /**
   * Runs `work` in a transaction that sees and writes rows of this tenant only, and commits.
   * A deadlock or serialization failure runs it again, so `work` must not have effects outside the transaction.
   */
  async forTenant<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#inTransaction(tenantId, work);
  }

  async #inTransaction<T>(tenantId: string, work: (tx: Transaction) => Promise<T>, options?: { isShared: boolean }): Promise<T> {
    if (!UUID.test(tenantId)) throw new TypeError('forTenant: the tenant id is not a UUID');
    // One statement opens the transaction and sets its tenant, for this transaction alone.
    const begin = `begin; select set_config('app.tenant_id', '${tenantId}', true)`;
    return this.#run(this.#tenantPool, begin, { tenantId, isShared: options?.isShared ?? false }, work);
  }

  /**
   * Like {@link forTenant}, for the many small works of event handlers: works of one tenant that are waiting share a transaction, so
   * that under load they also share its round trips and its sync to disk. Alone, a work starts at once.
   *
   * The works of a shared transaction run side by side on one connection: their statements are each atomic and interleave. A work whose
   * statements depend on one another beyond its own rows calls `tx.alone()` first. When a work fails, nothing of the shared transaction
   * is kept and each runs in a transaction of its own: no work can spoil another. As with {@link forTenant}, a work may run more than
   * once and must have no effects outside the transaction.
   */
  async together<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const inContext = AsyncLocalStorage.snapshot();
    return new Promise<T>((resolve, reject) => {
      let queue = this.#queues.get(tenantId);
      if (!queue) this.#queues.set(tenantId, (queue = { waiting: [], running: 0 }));
      queue.waiting.push({
        work: (tx) => inContext(work, tx),
        resolve: resolve as (result: unknown) => void,
        reject,
      });
      if (queue.running < this.#sharedPerTenant) void this.#runQueue(tenantId, queue);
    });
  }

  async #runQueue(tenantId: string, queue: Queue): Promise<void> {
    queue.running++;
    while (queue.waiting.length > 0) await this.#runTogether(tenantId, queue.waiting.splice(0, MOST_TOGETHER));
    if (--queue.running === 0) this.#queues.delete(tenantId);
  }

  async #runTogether(tenantId: string, works: Waiting[]): Promise<void> {
    if (works.length > 1) {
      const shared = this.#inTransaction(
        tenantId,
        async (tx) => {
          // Settled, not only failed: no statement of a work may come after the transaction's end.
          const results = await Promise.allSettled(works.map(({ work }) => work(tx)));
          return results.map((result) => {
            if (result.status === 'rejected') throw result.reason;
            return result.value;
          });
        },
        { isShared: true },
      );
      const results = await shared.catch(() => undefined);
      if (results) {
        works.forEach(({ resolve }, index) => resolve(results[index]));
        return;
      }
    }
    for (const { work, resolve, reject } of works) await this.forTenant(tenantId, work).then(resolve, reject);
  }

  /** Runs `work` under the system role: for the outbox relay, schedulers and routing, on the tables granted to it by name. */
  async forSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#run(this.#systemPool, 'begin', { tenantId: undefined, isShared: false }, work);
  }

  async #run<T>(pool: pg.Pool, begin: string, scope: TransactionScope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // Without a listener a connection that dies between two statements would end the process.
      const onError = (error: Error): void => void (broken = error);
      client.on('error', onError);
      let committed: (() => void) | undefined;
      let result: T | undefined;
      try {
        // Not awaited: the first statement follows in the same packet. If this fails, no tenant is set, and row-level security lets
        // that statement see and write nothing.
        const begun = inOnePacket(client, () => client.query(begin));
        begun.catch(() => undefined);
        const tx = new Transaction(client, scope);
        result = await work(tx);
        await begun;
        committed = await tx.finish();
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => (broken ??= failure));
        if (!isRetryable(error) || attempt >= MOST_ATTEMPTS || scope.isShared) throw error;
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
