import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { SYSTEM } from '../../domain/audit/audit.js';
import { AccessCutsRepository } from '../../persistence/auth/access-cuts.repository.js';
import { PasswordResetsRepository } from '../../persistence/auth/password-resets.repository.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { AskAgain } from '../invitations/invite-unasked.step.js';
import { Passwords } from './passwords.js';

@Injectable()
export class CreateFirstSuperadminHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly cuts: AccessCutsRepository,
    private readonly passwords: Passwords,
    private readonly askAgain: AskAgain,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Does nothing where there is a superadmin. An account that has the address already becomes one. It keeps its password where the address
   * was confirmed; else it may be a stranger's who named the address first, and is taken over as by a password reset.
   */
  async execute(address: string, password: string): Promise<void> {
    if (await this.database.forSystem((tx) => this.users.hasSuperadmin(tx))) return;
    const passwordHash = await this.passwords.hash(password);
    const email = address.toLowerCase();
    await this.database.forSystem(async (tx) => {
      // Whoever runs the installation vouches for the address.
      const made = { id: v7(), email, name: 'Superadmin', passwordHash, firebaseUid: null, superadmin: true, emailConfirmed: true };
      const user = (await this.users.insert(tx, made)) ?? (await this.users.findByEmail(tx, email))!;
      const present = (await this.users.lock(tx, user.id))!;
      if (!present.emailConfirmed) await this.#takeOver(tx, present, passwordHash);
      if (!present.superadmin) await this.users.makeSuperadmin(tx, user.id);
      const after = { email, superadmin: true };
      await this.audit.record(tx, SYSTEM, { action: 'user.made_superadmin', targetType: 'user', targetId: user.id, before: null, after });
    });
  }

  async #takeOver(tx: Transaction, user: User, passwordHash: string): Promise<void> {
    await this.users.setPassword(tx, user.id, passwordHash);
    await this.users.confirmEmail(tx, user.id);
    await this.askAgain.execute(tx, user);
    await this.resets.endAllOf(tx, user.id);
    await this.refreshTokens.revokeAllOf(tx, user.id);
    await this.cuts.cut(tx, user.id);
    await this.audit.recordOfUser(tx, SYSTEM, user.id, { action: 'user.password_reset', before: null, after: null });
  }
}
