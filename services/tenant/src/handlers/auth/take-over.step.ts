import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Actor } from '../../domain/audit/audit.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { InviteUnasked } from '../invitations/invite-unasked.step.js';
import { EndAccess } from './end-access.step.js';
import { SecondFactor } from './second-factor.step.js';

/** Gives an account to whoever reads its mail. Somebody else may have made it, so nothing that opened it before opens it any more. */
@Injectable()
export class TakeOver {
  constructor(
    private readonly users: UsersRepository,
    private readonly endAccess: EndAccess,
    private readonly secondFactor: SecondFactor,
    private readonly inviteUnasked: InviteUnasked,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Replaces the password, confirms the address and ends all access. The first time the mailbox speaks, it is also asked about every
   * tenant that the account was put into, and a second factor goes, which may be somebody else's too. Later a mailbox alone takes none away.
   *
   * @param passwordHash null leaves the account without a password @param joining a tenant that the account is just let into
   */
  async execute(system: Transaction, user: User, passwordHash: string | null, by: Actor, joining?: string): Promise<void> {
    await this.users.setPassword(system, user.id, passwordHash);
    await this.users.confirmEmail(system, user.id);
    if (!user.emailConfirmed) {
      await this.secondFactor.remove(system, user.id);
      await this.inviteUnasked.execute(system, user, joining);
    }
    await this.endAccess.execute(system, user.id);
    const action = passwordHash === null ? 'user.password_removed' : 'user.password_reset';
    await this.audit.recordOfUser(system, by, user.id, { action, before: null, after: null });
  }
}
