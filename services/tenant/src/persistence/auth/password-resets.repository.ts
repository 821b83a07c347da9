import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** One-time links for a new password, by the hash of their token, under the system role. */
@Injectable()
export class PasswordResetsRepository {
  async insert(system: Transaction, reset: { hash: string; userId: string; expiresAt: Date }): Promise<void> {
    await system.execute(`insert into tenant.password_resets (hash, user_id, expires_at) values ($1, $2, $3)`, [
      reset.hash,
      reset.userId,
      reset.expiresAt,
    ]);
  }

  /** How many links a person got within the last hour. */
  async countRecent(system: Transaction, userId: string): Promise<number> {
    const rows = await system.query<{ count: number }>(
      `select count(*)::int as count from tenant.password_resets where user_id = $1 and created_at > now() - interval '1 hour'`,
      [userId],
    );
    return rows[0]!.count;
  }

  /** Uses up a link. If two try at once, one succeeds. @returns undefined for an unknown, used or expired one */
  async use(system: Transaction, hash: string): Promise<{ userId: string } | undefined> {
    const rows = await system.query<{ userId: string }>(
      `update tenant.password_resets set used_at = now()
       where hash = $1 and used_at is null and expires_at > now() returning user_id as "userId"`,
      [hash],
    );
    return rows[0];
  }

  /** The person of a valid link, without using it up. */
  async find(system: Transaction, hash: string): Promise<{ userId: string } | undefined> {
    const rows = await system.query<{ userId: string }>(
      `select user_id as "userId" from tenant.password_resets where hash = $1 and used_at is null and expires_at > now()`,
      [hash],
    );
    return rows[0];
  }

  /** Ends every open link of a person. */
  async endAllOf(system: Transaction, userId: string): Promise<void> {
    await system.execute(`update tenant.password_resets set used_at = now() where user_id = $1 and used_at is null`, [userId]);
  }

  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (select hash from tenant.password_resets where expires_at < now() - interval '1 day' order by expires_at limit $1)
       delete from tenant.password_resets t using old where t.hash = old.hash`,
      [limit],
    );
  }
}
