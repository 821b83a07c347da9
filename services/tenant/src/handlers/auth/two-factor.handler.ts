import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type KeyRing } from '#service-kit';
import { factorUri, hashRecoveryCode, newFactorSecret, newRecoveryCode, RECOVERY_CODES } from '../../domain/auth/one-time-code.js';
import type { Actor } from '../../domain/audit/audit.js';
import { twoFactorMail } from '../../domain/mail/mail.js';
import { SecondFactorsRepository } from '../../persistence/auth/second-factors.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { MailQueue } from '../mail/mail-queue.step.js';
import { EndAccess } from './end-access.step.js';
import { ProveSecondFactorHandler } from './prove-second-factor.handler.js';
import { twoFactorIsOff, wrongOwnPassword } from './refusals.js';
import { FACTOR_KEYS, SecondFactor } from './second-factor.step.js';
import { SignInHandler } from './sign-in.handler.js';
import { SignInThrottle } from './sign-in-throttle.state.js';

export interface TwoFactorView {
  enabled: boolean;
  since: string | null;
  recoveryCodesLeft: number;
  /** Names of the tenants that ask for it. */
  requiredBy: string[];
}

/** A person's own second factor: how it stands, turning it on in two steps, other recovery codes, turning it off. */
@Injectable()
export class TwoFactorHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly factors: SecondFactorsRepository,
    @Inject(FACTOR_KEYS) private readonly keys: KeyRing,
    private readonly proveFactor: ProveSecondFactorHandler,
    private readonly secondFactor: SecondFactor,
    private readonly signIn: SignInHandler,
    private readonly endAccess: EndAccess,
    private readonly throttle: SignInThrottle,
    private readonly mails: MailQueue,
    private readonly audit: AuditTrail,
  ) {}

  async describe(userId: string): Promise<TwoFactorView> {
    return this.database.forSystem(async (tx) => {
      const since = await this.users.twoFactorSince(tx, userId);
      const recoveryCodesLeft = await this.factors.recoveryCodesLeft(tx, userId);
      return {
        enabled: since !== undefined,
        since: since ?? null,
        recoveryCodesLeft,
        requiredBy: await this.users.askedForTwoFactorBy(tx, userId),
      };
    });
  }

  /**
   * Makes a secret for the person's app, which counts once {@link confirm} has seen a code of it. A person who has a password gives it: whoever
   * found a screen unlocked must not lock its person out. An account whose address nobody has confirmed may be a stranger's, and its mailbox
   * would take the factor away.
   *
   * @throws {Problem} two_factor_on, email_not_confirmed, wrong_password, validation_failed, too_many_attempts
   */
  async start(userId: string, password: string | undefined, by: Actor): Promise<{ secret: string; uri: string }> {
    const known = await this.#find(userId);
    requireUnarmed(known);
    if (known.passwordHash !== null) {
      if (password === undefined) throw Problem.invalid([{ field: 'password', message: 'password is required' }]);
      if (!(await this.signIn.verify(known.email, password, by))) throw wrongOwnPassword('password');
    }
    const [id, secret] = [v7(), newFactorSecret()];
    await this.database.forSystem(async (tx) => {
      requireUnarmed(await this.#lock(tx, userId));
      await this.factors.put(tx, { userId, id, secretSealed: this.keys.seal(secret, id) });
    });
    return { secret, uri: factorUri(secret, known.email) };
  }

  /**
   * Turns it on by the first code of the app. Every other sign-in ends: none of them has shown a code.
   *
   * @returns recovery codes, which nothing shows again @throws {Problem} two_factor_on, email_not_confirmed, two_factor_not_started, wrong_code, too_many_attempts
   */
  async confirm(caller: { userId: string; session: string | undefined }, code: string, by: Actor): Promise<string[]> {
    const known = await this.#find(caller.userId);
    requireUnarmed(known);
    if (!(await this.database.forSystem((tx) => this.factors.isPending(tx, known.id)))) {
      throw new Problem(
        409,
        'two_factor_not_started',
        'Get a secret with POST /api/v1/auth/two-factor first; it waits 15 minutes for its code.',
      );
    }
    const proof = await this.proveFactor.check(known, code, by, 403);
    return this.database.forSystem(async (tx) => {
      const user = await this.#lock(tx, known.id);
      requireUnarmed(user);
      await this.secondFactor.spend(tx, { ...user, twoFactor: true }, proof, by, 403);
      await this.users.beginTwoFactor(tx, user.id);
      const codes = await this.#newCodes(tx, user.id);
      await this.endAccess.execute(tx, user.id, caller.session);
      await this.throttle.forgetOthers(tx, user.id, by.address);
      await this.audit.recordOfUser(tx, by, user.id, {
        action: 'user.two_factor_on',
        before: { twoFactor: false },
        after: { twoFactor: true },
      });
      await this.mails.put(tx, twoFactorMail(user.email, 'on'));
      return codes;
    });
  }

  /** @returns recovery codes in place of all former ones @throws {Problem} two_factor_off, wrong_code, too_many_attempts */
  async renewCodes(userId: string, code: string, by: Actor): Promise<string[]> {
    return this.#withCode(userId, code, by, async (tx, user) => {
      const codes = await this.#newCodes(tx, user.id);
      await this.audit.recordOfUser(tx, by, user.id, { action: 'user.recovery_codes_made', before: null, after: null });
      return codes;
    });
  }

  /**
   * Turns it off, for whoever has a code or a recovery code: a password alone, or a page left open, is one factor.
   *
   * @throws {Problem} two_factor_off, two_factor_must_stay where a tenant asks for it, wrong_code, too_many_attempts
   */
  async turnOff(userId: string, code: string, by: Actor): Promise<void> {
    await this.#withCode(userId, code, by, async (tx, user) => {
      const requiredBy = await this.users.askedForTwoFactorBy(tx, user.id);
      if (requiredBy.length > 0) {
        throw new Problem(409, 'two_factor_must_stay', `Two-factor sign-in is asked for by: ${requiredBy.join(', ')}.`);
      }
      await this.secondFactor.remove(tx, user.id);
      await this.audit.recordOfUser(tx, by, user.id, {
        action: 'user.two_factor_off',
        before: { twoFactor: true },
        after: { twoFactor: false },
      });
      await this.mails.put(tx, twoFactorMail(user.email, 'off'));
    });
  }

  async #withCode<T>(userId: string, code: string, by: Actor, work: (tx: Transaction, user: User) => Promise<T>): Promise<T> {
    const known = await this.#find(userId);
    if (!known.twoFactor) throw twoFactorIsOff();
    const proof = await this.proveFactor.execute(known, code, by, 403);
    return this.database.forSystem(async (tx) => {
      const user = await this.#lock(tx, userId);
      if (!user.twoFactor) throw twoFactorIsOff();
      await this.secondFactor.spend(tx, user, proof, by, 403);
      return work(tx, user);
    });
  }

  async #newCodes(tx: Transaction, userId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await this.factors.putRecoveryCodes(
      tx,
      userId,
      codes.map((code) => hashRecoveryCode(userId, code)),
    );
    return codes;
  }

  async #find(userId: string): Promise<User> {
    const user = await this.database.forSystem((tx) => this.users.find(tx, userId));
    if (!user) throw Problem.notFound('user');
    return user;
  }

  async #lock(tx: Transaction, userId: string): Promise<User> {
    const user = await this.users.lock(tx, userId);
    if (!user) throw Problem.notFound('user');
    return user;
  }
}

function requireUnarmed({ twoFactor, emailConfirmed }: User): void {
  if (twoFactor) throw new Problem(409, 'two_factor_on', 'Two-factor sign-in is on already; turn it off to use another app.');
  if (!emailConfirmed)
    throw new Problem(403, 'email_not_confirmed', 'Confirm your own e-mail address before you turn two-factor sign-in on.');
}
