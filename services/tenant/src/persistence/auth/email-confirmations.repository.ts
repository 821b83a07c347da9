import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** One-time links that confirm an address, by the hash of their token, under the system role. */
@Injectable()
export class EmailConfirmationsRepository {
  async insert(system: Transaction, confirmation: { hash: string; userId: string; expiresAt: Date }): Promise<void> {
    await system.execute(`insert into tenant.email_confirmations (hash, user_id, expires_at) values ($1, $2, $3)`, [
      confirmation.hash,
      confirmation.userId,
      confirmation.expiresAt,
    ]);
  }

  /** How many links a person got within the last hour, and when the oldest of them will be an hour old. */
  async recent(system: Transaction, userId: string): Promise<{ count: number; oldestLeavesMs: number }> {
    const rows = await system.query<{ count: number; oldestLeavesMs: number }>(
      `select count(*)::int as count,
         coalesce(extract(epoch from min(created_at) + interval '1 hour' - now()) * 1000, 0)::float8 as "oldestLeavesMs"
       from tenant.email_confirmations where user_id = $1 and created_at > now() - interval '1 hour'`,
      [userId],
    );
    return rows[0]!;
  }

  /** The person of a valid link, without using it up. */
  async find(system: Transaction, hash: string): Promise<{ userId: string } | undefined> {
    const rows = await system.query<{ userId: string }>(
      `select user_id as "userId" from tenant.email_confirmations where hash = $1 and used_at is null and expires_at > now()`,
      [hash],
    );
    return rows[0];
  }

  /** Uses up a link. If two try at once, one succeeds. */
  async use(system: Transaction, hash: string): Promise<boolean> {
    return (
      (await system.execute(
        `update tenant.email_confirmations set used_at = now() where hash = $1 and used_at is null and expires_at > now()`,
        [hash],
      )) > 0
    );
  }

  /** Ends the other links: an address is confirmed once. */
  async endAllOf(system: Transaction, userId: string): Promise<void> {
    await system.execute(`update tenant.email_confirmations set used_at = now() where user_id = $1 and used_at is null`, [userId]);
  }

  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (select hash from tenant.email_confirmations where expires_at < now() - interval '1 day' order by expires_at limit $1)
       delete from tenant.email_confirmations t using old where t.hash = old.hash`,
      [limit],
    );
  }
}
