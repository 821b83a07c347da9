import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Actor } from '../../domain/audit/audit.js';
import { SecondFactorsRepository } from '../../persistence/auth/second-factors.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { codeNeeded, wrongCode } from './refusals.js';

/** The KeyRing that seals the secrets of authenticator apps. */
export const FACTOR_KEYS = Symbol('factor keys');

/** A code that was right and is not used up yet: a step of the app, or the hash of a recovery code. */
export type Proof = { factor: string; step: number } | { factor: string; recoveryHash: string };

/** The second factor in the transaction of what it opens. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly users: UsersRepository,
    private readonly factors: SecondFactorsRepository,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Uses up what ProveSecondFactorHandler found, in the transaction of what it opens and under the lock of the person: of two who came with one code, one
   * gets in.
   *
   * @param user as they are now @throws {Problem} two_factor_needed if they have a second factor by now; wrong_code
   */
  async spend(system: Transaction, user: User, proof: Proof | undefined, by: Actor, status: 401 | 403 = 401): Promise<void> {
    if (!user.twoFactor) return;
    if (!proof) throw codeNeeded(status);
    if ('step' in proof) {
      if (!(await this.factors.useStep(system, user.id, proof.factor, proof.step))) throw wrongCode(status);
      return;
    }
    if (!(await this.factors.useRecoveryCode(system, user.id, proof.recoveryHash))) throw wrongCode(status);
    const after = { recoveryCodesLeft: await this.factors.recoveryCodesLeft(system, user.id) };
    await this.audit.recordOfUser(system, { ...by, kind: 'user', id: user.id }, user.id, {
      action: 'user.recovery_code_used',
      before: null,
      after,
    });
  }

  /** Takes the second factor away, and with it the recovery codes. */
  async remove(system: Transaction, userId: string): Promise<void> {
    await this.factors.remove(system, userId);
    await this.users.endTwoFactor(system, userId);
  }
}
