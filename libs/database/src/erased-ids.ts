import type { Transaction } from './transaction.js';

/**
 * A schema's memory of what was erased, so that nothing of it comes back with an event that was on its way. Whoever adds to a conversation holds it
 * open; an erasure waits for them, and from then on nobody adds.
 */
export class ErasedIds {
  readonly #table: string;
  readonly #column: string;
  readonly #lock: string;
  readonly #keepDays: number;

  /** @param lock names its advisory locks; another one for each table @param keepDays longer than anything may be on its way */
  constructor({ table, column, lock, keepDays }: { table: string; column: string; lock: string; keepDays: number }) {
    this.#table = table;
    this.#column = column;
    this.#lock = lock;
    this.#keepDays = keepDays;
  }

  /**
   * Those of the conversations that are erased. The others stay as they are until the end of the transaction: what this transaction adds
   * to them is there when an erasure looks. Both statements travel together, and the second sees what the first waited for.
   */
  async heldAmong(tx: Transaction, conversationIds: readonly string[]): Promise<Set<string>> {
    if (conversationIds.length === 0) return new Set();
    const [, erased] = await Promise.all([
      this.#take(tx, 'pg_advisory_xact_lock_shared', conversationIds),
      this.among(tx, conversationIds),
    ]);
    return erased;
  }

  /** Those of the ids that are erased. */
  async among(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `select ${this.#column} as id from ${this.#table} where tenant_id = $1 and ${this.#column} = any($2::uuid[])`,
      [tx.tenantId, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Waits for everybody who is adding to the conversations; from then on nobody does. */
  async close(tx: Transaction, conversationIds: readonly string[]): Promise<void> {
    await this.#take(tx, 'pg_advisory_xact_lock', conversationIds);
    await this.add(tx, conversationIds);
  }

  async add(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.execute(`insert into ${this.#table} (tenant_id, ${this.#column}) select $1, unnest($2::uuid[]) on conflict do nothing`, [
      tx.tenantId,
      ids,
    ]);
  }

  /** Forgets the oldest of all tenants. Runs under the system role. @returns how many */
  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, ${this.#column} from ${this.#table} where erased_at < now() - make_interval(days => $1) order by erased_at limit $2
       )
       delete from ${this.#table} e using old where e.tenant_id = old.tenant_id and e.${this.#column} = old.${this.#column}`,
      [this.#keepDays, limit],
    );
  }

  /** In the order in which an erasure takes them too, so that two transactions cannot wait for each other. */
  #take(tx: Transaction, lock: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared', ids: readonly string[]): Promise<unknown> {
    return tx.query(
      `select ${lock}(key) from (
         select distinct hashtextextended('${this.#lock}:' || id, 0) as key from unnest($1::text[]) id order by key) keys`,
      [ids],
    );
  }
}
