import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { EndAccess } from './end-access.step.js';
import { Passwords } from './passwords.step.js';
import { requirePassword, wrongOwnPassword } from './refusals.js';
import { SignInHandler } from './sign-in.handler.js';

@Injectable()
export class ChangeMeHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly endAccess: EndAccess,
    private readonly passwords: Passwords,
    private readonly signIn: SignInHandler,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Leaves omitted fields unchanged. A new password ends all other access: every sign-in except the one whose refresh token is given
   * (default: the caller's), and open links for a new password.
   *
   * @throws {Problem} wrong_password, no_password, validation_failed, too_many_attempts
   */
  async execute(
    caller: { userId: string; session: string | undefined },
    change: { name?: string; currentPassword?: string; newPassword?: string; refreshToken?: string },
    by: Actor,
  ): Promise<void> {
    const user = await this.database.forSystem((tx) => this.users.find(tx, caller.userId));
    if (!user) throw Problem.notFound('user');
    const passwordHash = change.newPassword === undefined ? undefined : await this.#newPassword(user, change, by);
    await this.database.forSystem(async (tx) => {
      if (change.name !== undefined && change.name !== user.name) {
        await this.users.rename(tx, user.id, change.name);
        const [before, after] = [{ name: user.name }, { name: change.name }];
        await this.audit.recordOfUser(tx, by, user.id, { action: 'user.renamed', before, after });
      }
      if (passwordHash !== undefined) {
        await this.users.setPassword(tx, user.id, passwordHash);
        const given = change.refreshToken && (await this.refreshTokens.familyOf(tx, user.id, hashSecret(change.refreshToken)));
        await this.endAccess.execute(tx, user.id, given || caller.session);
        await this.audit.recordOfUser(tx, by, user.id, { action: 'user.password_changed', before: null, after: null });
      }
    });
  }

  async #newPassword(user: User, change: { currentPassword?: string; newPassword?: string }, by: Actor): Promise<string> {
    const { email } = user;
    if (user.passwordHash === null) {
      throw new Problem(409, 'no_password', 'The account has no password yet; request a link with POST /api/v1/auth/password-reset.');
    }
    if (change.currentPassword === undefined) {
      throw Problem.invalid([{ field: 'currentPassword', message: 'currentPassword is required to set a new password' }]);
    }
    requirePassword(change.newPassword!, email, 'newPassword');
    // A stolen access token must not help to guess the password.
    if (!(await this.signIn.verify(email, change.currentPassword, by))) {
      throw wrongOwnPassword('currentPassword');
    }
    return this.passwords.hash(change.newPassword!);
  }
}
