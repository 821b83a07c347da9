import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface Attempts {
  key: string;
  failures: number;
}

/** Runs under the system role. Callers pass keys sorted, so that attempts never deadlock. */
@Injectable()
export class SignInAttemptsRepository {
  /** Milliseconds until the longest lock on any of the keys ends; 0 without a lock. */
  async lockedForMs(system: Transaction, keys: readonly string[]): Promise<number> {
    const rows = await system.query<{ ms: number }>(
      `select coalesce(max(extract(epoch from locked_until - now()) * 1000), 0)::float8 as ms
       from tenant.sign_in_attempts where key = any($1::text[]) and locked_until > now()`,
      [keys],
    );
    return rows[0]!.ms;
  }

  /**
   * Locks the rows of the keys and creates missing ones. Counts failures older than `forgivenAfterMs` as 0.
   * @param keys sorted
   */
  async lock(system: Transaction, keys: readonly string[], forgivenAfterMs: number): Promise<Attempts[]> {
    await system.execute(
      `insert into tenant.sign_in_attempts (key, failures) select key, 0 from unnest($1::text[]) as key order by key on conflict do nothing`,
      [keys],
    );
    return system.query(
      `select key, case when last_at < now() - make_interval(secs => $2::float8 / 1000) then 0 else failures end as failures
       from tenant.sign_in_attempts where key = any($1::text[]) order by key for update`,
      [keys, forgivenAfterMs],
    );
  }

  async save(system: Transaction, attempt: { key: string; failures: number; lockMs: number }): Promise<void> {
    await system.execute(
      `update tenant.sign_in_attempts set failures = $2, last_at = now(),
         locked_until = case when $3::float8 > 0 then now() + make_interval(secs => $3::float8 / 1000) end
       where key = $1`,
      [attempt.key, attempt.failures, attempt.lockMs],
    );
  }

  async forget(system: Transaction, keys: readonly string[]): Promise<void> {
    await system.execute(`delete from tenant.sign_in_attempts where key = any($1::text[])`, [keys]);
  }

  /** Locks the existing rows of the keys. @param keys sorted */
  async lockThere(system: Transaction, keys: readonly string[]): Promise<Attempts[]> {
    return system.query(`select key, failures from tenant.sign_in_attempts where key = any($1::text[]) order by key for update`, [keys]);
  }

  /** Subtracts failures. */
  async giveBack(system: Transaction, keys: readonly string[], failures: number): Promise<void> {
    await system.execute(`update tenant.sign_in_attempts set failures = greatest(0, failures - $2) where key = any($1::text[])`, [
      keys,
      failures,
    ]);
  }

  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select key from tenant.sign_in_attempts where last_at < now() - interval '1 day' order by last_at limit $1
       )
       delete from tenant.sign_in_attempts a using old where a.key = old.key and a.last_at < now() - interval '1 day'`,
      [limit],
    );
  }
}
