import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface SecondFactor {
  id: string;
  secretSealed: string;
  /** Of the last code that was used. */
  lastStep: number | null;
}

const PENDING_MINUTES = 15;

/** Secrets of authenticator apps and recovery codes, under the system role. */
@Injectable()
export class SecondFactorsRepository {
  async find(system: Transaction, userId: string): Promise<SecondFactor | undefined> {
    const rows = await system.query<SecondFactor>(
      `select id, secret_sealed as "secretSealed", last_step::float8 as "lastStep" from tenant.second_factors where user_id = $1`,
      [userId],
    );
    return rows[0];
  }

  /** Whether a secret waits for its first code: whoever began has shown the password, which does not hold for long. */
  async isPending(system: Transaction, userId: string): Promise<boolean> {
    const rows = await system.query(
      'select from tenant.second_factors where user_id = $1 and created_at > now() - make_interval(mins => $2)',
      [userId, PENDING_MINUTES],
    );
    return rows.length > 0;
  }

  /** Removes a secret that was never confirmed. */
  async dropPending(system: Transaction, userId: string): Promise<void> {
    await system.execute(
      `delete from tenant.second_factors f using tenant.users u where f.user_id = $1 and u.id = $1 and u.two_factor_since is null`,
      [userId],
    );
  }

  /** In place of one that was never confirmed. */
  async put(system: Transaction, factor: { userId: string; id: string; secretSealed: string }): Promise<void> {
    await system.execute(
      `insert into tenant.second_factors (user_id, id, secret_sealed) values ($1, $2, $3)
       on conflict (user_id) do update set id = excluded.id, secret_sealed = excluded.secret_sealed, last_step = null, created_at = now()`,
      [factor.userId, factor.id, factor.secretSealed],
    );
  }

  /** Uses up a step. If two try at once, one succeeds. @returns false if it was used, or the secret is another one now */
  async useStep(system: Transaction, userId: string, id: string, step: number): Promise<boolean> {
    return (
      (await system.execute(
        `update tenant.second_factors set last_step = $3 where user_id = $1 and id = $2 and (last_step is null or last_step < $3)`,
        [userId, id, step],
      )) > 0
    );
  }

  async hasRecoveryCode(system: Transaction, userId: string, hash: string): Promise<boolean> {
    return (
      (await system.query(`select from tenant.recovery_codes where user_id = $1 and hash = $2 and used_at is null`, [userId, hash]))
        .length > 0
    );
  }

  /** Uses up a recovery code. If two try at once, one succeeds. */
  async useRecoveryCode(system: Transaction, userId: string, hash: string): Promise<boolean> {
    return (
      (await system.execute(`update tenant.recovery_codes set used_at = now() where user_id = $1 and hash = $2 and used_at is null`, [
        userId,
        hash,
      ])) > 0
    );
  }

  /** How many still work; there are never more than a few. */
  async recoveryCodesLeft(system: Transaction, userId: string): Promise<number> {
    return (await system.query(`select from tenant.recovery_codes where user_id = $1 and used_at is null`, [userId])).length;
  }

  /** In place of all former ones. */
  async putRecoveryCodes(system: Transaction, userId: string, hashes: readonly string[]): Promise<void> {
    await system.execute(`delete from tenant.recovery_codes where user_id = $1`, [userId]);
    await system.execute(`insert into tenant.recovery_codes (user_id, hash) select $1, hash from unnest($2::text[]) as hash`, [
      userId,
      hashes,
    ]);
  }

  async remove(system: Transaction, userId: string): Promise<void> {
    await system.execute(`delete from tenant.recovery_codes where user_id = $1`, [userId]);
    await system.execute(`delete from tenant.second_factors where user_id = $1`, [userId]);
  }

  /** Sealed secrets in the order of their people. */
  async sealedPage(system: Transaction, after: string, limit: number): Promise<{ userId: string; id: string; secretSealed: string }[]> {
    return system.query(
      `select user_id as "userId", id, secret_sealed as "secretSealed" from tenant.second_factors where user_id > $1 order by user_id limit $2`,
      [after, limit],
    );
  }

  /** Keeps the same secret, sealed anew, unless it is another one now. */
  async replaceSealed(system: Transaction, id: string, userId: string, from: string, to: string): Promise<number> {
    return system.execute(`update tenant.second_factors set secret_sealed = $4 where user_id = $2 and id = $1 and secret_sealed = $3`, [
      id,
      userId,
      from,
      to,
    ]);
  }
}
