import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { twoFactorMail } from '../../domain/mail/mail.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { EndAccess } from '../auth/end-access.step.js';
import { twoFactorIsOff } from '../auth/refusals.js';
import { SecondFactor } from '../auth/second-factor.step.js';
import { MailQueue } from '../mail/mail-queue.step.js';
import { requireChange } from './refusals.js';

/** For a member who has lost phone and recovery codes. */
@Injectable()
export class ResetTwoFactorHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly secondFactor: SecondFactor,
    private readonly endAccess: EndAccess,
    private readonly mails: MailQueue,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Takes a member's second factor away, ends all their sign-ins, and tells them by mail. An account is of a person and not of a tenant: only the
   * platform resets one that opens other tenants too, or the platform itself, and nobody their own, for which there is the code.
   *
   * @throws {Problem} not_found, role_too_high, forbidden for oneself, two_factor_off, two_factor_shared
   */
  async execute(tenantId: string, caller: Identity, userId: string, by: Actor): Promise<void> {
    await this.database.forSystem(async (tx) => {
      const user = await this.users.lock(tx, userId);
      const member = user && (await this.users.findMember(tx, tenantId, userId));
      if (!member) throw Problem.notFound('user');
      if (caller.subject === userId) throw new Problem(403, 'forbidden', 'Turn off your own with a code or a recovery code.');
      requireChange(caller, member.role, undefined);
      if (!user.twoFactor) throw twoFactorIsOff();
      if (!caller.superadmin && (user.superadmin || (await this.users.elsewhere(tx, userId, tenantId)).length > 0)) {
        const detail = 'The account belongs to other tenants too, so only the people who run the platform may reset it.';
        throw new Problem(409, 'two_factor_shared', detail);
      }
      await this.secondFactor.remove(tx, userId);
      await this.endAccess.execute(tx, userId);
      await this.mails.put(tx, twoFactorMail(user.email, 'reset'));
      const change = { action: 'user.two_factor_reset', before: { twoFactor: true }, after: { twoFactor: false } };
      await this.audit.record(tx, by, { ...change, targetType: 'user', targetId: userId }, tenantId);
      await this.audit.recordOfUser(tx, by, userId, change);
    });
  }
}
