import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Refresh tokens by their hash, under the system role. */
@Injectable()
export class RefreshTokensRepository {
  async insert(
    system: Transaction,
    token: { hash: string; userId: string; family: string; issuedAt: Date; expiresAt: Date },
  ): Promise<void> {
    await system.execute(`insert into tenant.refresh_tokens (hash, user_id, family, created_at, expires_at) values ($1, $2, $3, $4, $5)`, [
      token.hash,
      token.userId,
      token.family,
      token.issuedAt,
      token.expiresAt,
    ]);
    await system.execute(`delete from tenant.refresh_tokens where user_id = $1 and expires_at < now()`, [token.userId]);
  }

  /** Deletes tokens of people who did not come back. */
  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (select hash from tenant.refresh_tokens where expires_at < now() - interval '1 day' order by expires_at limit $1)
       delete from tenant.refresh_tokens t using old where t.hash = old.hash`,
      [limit],
    );
  }

  /** The owner of a token, valid or not. */
  async ownerOf(system: Transaction, hash: string): Promise<string | undefined> {
    const rows = await system.query<{ userId: string }>(`select user_id as "userId" from tenant.refresh_tokens where hash = $1`, [hash]);
    return rows[0]?.userId;
  }

  /** The sign-in of a person's token, unless it was revoked. */
  async familyOf(system: Transaction, userId: string, hash: string): Promise<string | undefined> {
    const rows = await system.query<{ family: string }>(
      `select family from tenant.refresh_tokens where hash = $1 and user_id = $2 and revoked_at is null`,
      [hash, userId],
    );
    return rows[0]?.family;
  }

  /**
   * Uses up a token. If two try at once, one succeeds.
   *
   * @param salt of its successor @returns undefined for an unknown, used, revoked or expired one
   */
  async use(system: Transaction, hash: string, salt: string): Promise<{ userId: string; family: string } | undefined> {
    const rows = await system.query<{ userId: string; family: string }>(
      `update tenant.refresh_tokens set used_at = now(), successor_salt = $2
       where hash = $1 and used_at is null and revoked_at is null and expires_at > now()
       returning user_id as "userId", family`,
      [hash, salt],
    );
    return rows[0];
  }

  /** What makes the successor of a token that was used a moment ago, in a sign-in that goes on. */
  async saltOfJustUsed(system: Transaction, hash: string, withinMs: number): Promise<string | undefined> {
    const rows = await system.query<{ salt: string }>(
      `select successor_salt as salt from tenant.refresh_tokens
       where hash = $1 and revoked_at is null and successor_salt is not null and used_at > now() - make_interval(secs => $2::float8 / 1000)`,
      [hash, withinMs],
    );
    return rows[0]?.salt;
  }

  /** A token that may still be used, and when it was issued in Unix milliseconds. */
  async findUnused(system: Transaction, hash: string): Promise<{ family: string; issuedAtMs: number } | undefined> {
    const rows = await system.query<{ family: string; issuedAtMs: number }>(
      `select family, round(extract(epoch from created_at) * 1000)::float8 as "issuedAtMs" from tenant.refresh_tokens
       where hash = $1 and revoked_at is null and used_at is null and expires_at > now()`,
      [hash],
    );
    return rows[0];
  }

  /** Ends every token of the sign-in that a used token belongs to. @returns how many ended, and whose */
  async revokeFamilyOfUsed(system: Transaction, hash: string): Promise<{ ended: number; userId: string | undefined }> {
    const rows = await system.query<{ userId: string }>(
      `update tenant.refresh_tokens set revoked_at = now()
       where revoked_at is null and family = (select family from tenant.refresh_tokens where hash = $1 and used_at is not null)
       returning user_id as "userId"`,
      [hash],
    );
    return { ended: rows.length, userId: rows[0]?.userId };
  }

  /** Signs out: ends every token of the sign-in to which a token belongs. @returns the sign-in, unless it had ended before */
  async revokeFamilyOf(system: Transaction, hash: string): Promise<string | undefined> {
    const rows = await system.query<{ family: string }>(
      `update tenant.refresh_tokens set revoked_at = now()
       where revoked_at is null and family = (select family from tenant.refresh_tokens where hash = $1) returning family`,
      [hash],
    );
    return rows[0]?.family;
  }

  /** Ends a sign-in of a person. @returns false for one that is not theirs or has ended */
  async revokeFamily(system: Transaction, userId: string, family: string): Promise<boolean> {
    return (
      (await system.execute(
        `update tenant.refresh_tokens set revoked_at = now() where family = $2 and user_id = $1 and revoked_at is null`,
        [userId, family],
      )) > 0
    );
  }

  /** Ends every sign-in of a person. @param except the one that goes on */
  async revokeAllOf(system: Transaction, userId: string, except?: string): Promise<void> {
    await system.execute(
      `update tenant.refresh_tokens set revoked_at = now() where user_id = $1 and revoked_at is null and family is distinct from $2`,
      [userId, except],
    );
  }
}
