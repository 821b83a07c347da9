import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { PasswordResetsRepository } from '../../persistence/auth/password-resets.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { Passwords } from './passwords.step.js';
import { requirePassword } from './refusals.js';
import { SignInThrottle } from './sign-in-throttle.state.js';
import { TakeOver } from './take-over.step.js';

@Injectable()
export class ConfirmPasswordResetHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly passwords: Passwords,
    private readonly throttle: SignInThrottle,
    private readonly takeOver: TakeOver,
  ) {}

  /**
   * Sets a new password by its link, and ends every sign-in and every other link. A refused password does not use up the link.
   *
   * @throws {Problem} invalid_reset_token, validation_failed, too_many_attempts
   */
  async execute(token: string, password: string, by: Actor): Promise<void> {
    const hash = hashSecret(token);
    const user = await this.throttle.guard({ address: by.address }, () => this.#userOf(hash));
    if (!user) throw invalidToken();
    requirePassword(password, user.email);
    const passwordHash = await this.passwords.hash(password);
    await this.database.forSystem(async (tx) => {
      if (!(await this.resets.use(tx, hash))) throw invalidToken();
      // The link came by mail.
      await this.takeOver.execute(tx, user, passwordHash, { ...by, kind: 'user', id: user.id });
      // A mailbox is not the second factor: an address is not known by it where that is still to come.
      if (!user.twoFactor || !user.emailConfirmed) await this.throttle.remember(tx, user.id, by.address);
    });
    await this.throttle.forget({ email: user.email, address: by.address });
  }

  async #userOf(hash: string): Promise<User | undefined> {
    return this.database.forSystem(async (tx) => {
      const reset = await this.resets.find(tx, hash);
      return reset && this.users.find(tx, reset.userId);
    });
  }
}

const invalidToken = (): Problem =>
  new Problem(400, 'invalid_reset_token', 'The link was used, replaced or has expired; ask for a new one.', [
    { field: 'token', message: 'token was used, replaced or has expired' },
  ]);
