import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { KeyRing } from '#service-kit';
import { appCode, hashRecoveryCode, stepOfCode } from '../../domain/auth/one-time-code.js';
import type { Actor } from '../../domain/audit/audit.js';
import { SecondFactorsRepository } from '../../persistence/auth/second-factors.repository.js';
import type { User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { Clock } from './clock.state.js';
import { codeNeeded, wrongCode } from './refusals.js';
import { FACTOR_KEYS, type Proof } from './second-factor.step.js';
import { SignInThrottle } from './sign-in-throttle.state.js';

/** Asks whoever has a second factor for it, and slows guessing down. */
@Injectable()
export class ProveSecondFactorHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly clock: Clock,
    @Inject(FACTOR_KEYS) private readonly keys: KeyRing,
    private readonly factors: SecondFactorsRepository,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Checks a code before the transaction of what it opens, and counts it there if it is wrong. A right one is used up by
   * SecondFactor.spend: so one
   * that was right is never lost to a crash in between.
   *
   * @param status of the refusals: 401 for whoever signs in, 403 for whoever is signed in
   * @returns undefined for a person without a second factor, whose code nobody asks for
   * @throws {Problem} two_factor_needed without a code; wrong_code; too_many_attempts
   */
  async execute(user: User, code: string | undefined, by: Actor, status: 401 | 403 = 401): Promise<Proof | undefined> {
    if (!user.twoFactor) return undefined;
    if (code === undefined) throw codeNeeded(status);
    return this.check(user, code, by, status);
  }

  /** The same for a secret that does not count yet. @throws {Problem} wrong_code, too_many_attempts */
  async check(user: User, code: string, by: Actor, status: 401 | 403): Promise<Proof> {
    const proof = await this.throttle.guard({ email: user.email, address: by.address, factor: 'code' }, () => this.#check(user, code));
    if (proof) return proof;
    const actor: Actor = { ...by, kind: 'user', id: user.id };
    await this.database.forSystem((tx) =>
      this.audit.recordOfUser(tx, actor, user.id, { action: 'user.code_refused', before: null, after: null }),
    );
    throw wrongCode(status);
  }

  async #check(user: User, typed: string): Promise<Proof | undefined> {
    return this.database.forSystem(async (tx) => {
      const factor = await this.factors.find(tx, user.id);
      if (!factor) return undefined;
      const code = appCode(typed);
      if (code === undefined) {
        const recoveryHash = hashRecoveryCode(user.id, typed);
        return (await this.factors.hasRecoveryCode(tx, user.id, recoveryHash)) ? { factor: factor.id, recoveryHash } : undefined;
      }
      const step = stepOfCode(this.keys.open(factor.secretSealed, factor.id), code, this.clock.now(), factor.lastStep);
      return step === undefined ? undefined : { factor: factor.id, step };
    });
  }
}
