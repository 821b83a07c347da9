import type pg from 'pg';
import { openPools } from './data-source.js';
import { isRetryable } from './errors.js';
import { DEFAULT_POOL_SIZE, type RolePool, type RolePools, type TenantDatabaseOptions } from './pools.js';
import { SharedFailure, SharedWorks, type SharedWork } from './shared-works.js';
import { inOnePacket, Session, type Transaction } from './transaction.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_ATTEMPTS = 4;
/** A plan knows the tables as large as they were when it was made, and they may grow faster than statistics are kept. */
const PLANS_LIVE_MS = 10_000;

/** The one door to Postgres. There is no unscoped way in: a transaction is a tenant's, or the system's under a role of its own. */
export class TenantDatabase {
  readonly #shared: SharedWorks;
  /** When the plans of a connection were last thrown away. */
  readonly #planned = new WeakMap<pg.PoolClient, number>();

  /** @param pools the connections, where they are made elsewhere; closed with this */
  constructor(
    options: TenantDatabaseOptions,
    private readonly pools: RolePools = openPools(options),
  ) {
    this.#shared = new SharedWorks(
      (works) => this.#runTogether(works),
      ({ tenantId, run }) => this.forTenant(tenantId, run),
      Math.max(1, Math.floor((options.poolSize ?? DEFAULT_POOL_SIZE) / 2)),
    );
  }

  /**
   * Runs `work` in a transaction that sees and writes rows of this tenant only, and commits.
   * A deadlock or serialization failure runs it again, so `work` must not have effects outside the transaction.
   */
  async forTenant<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const begin = beginAs(tenantId);
    return retrying(() =>
      this.#transact(this.pools.tenant, begin, tenantId, (session) => work(session.part({ tenantId, isShared: false }))),
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
    return this.#transact(this.pools.tenant, beginAs(tenantId), tenantId, async (session) => {
      // Settled, not only failed: no statement of a work may come after the transaction's end.
      const results = await Promise.allSettled(works.map((work) => work.run(session.part({ tenantId: work.tenantId, isShared: true }))));
      if (results.some(({ status }) => status === 'rejected')) throw new SharedFailure(results);
      return results;
    });
  }

  /** Runs `work` under the system role: for the outbox relay, schedulers and routing, on the tables granted to it by name. */
  async forSystem<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return retrying(() =>
      this.#transact(this.pools.system, 'begin', undefined, (session) => work(session.part({ tenantId: undefined, isShared: false }))),
    );
  }

  /** @param tenantId the tenant that `begin` sets */
  async #transact<T>(pool: RolePool, begin: string, tenantId: string | undefined, work: (session: Session) => Promise<T>): Promise<T> {
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
    await this.pools.tenant.query('select 1');
  }

  async close(): Promise<void> {
    await Promise.all([this.pools.tenant.end(), this.pools.system.end()]);
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
