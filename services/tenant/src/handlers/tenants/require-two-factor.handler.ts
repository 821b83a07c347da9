import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { twoFactorLiftedMail } from '../../domain/mail/mail.js';
import { TenantsRepository, type Tenant } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { MailQueue } from '../mail/mail-queue.step.js';

@Injectable()
export class RequireTwoFactorHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly mails: MailQueue,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Asks a second factor of everybody in a tenant, or no longer. A trigger ends at once what those without one have open there. Whoever asks
   * it of others has one: else the switch would shut its own person out. Owners hear by mail that it is asked for no longer.
   *
   * @throws {Problem} two_factor_off for a person without one
   */
  async execute(tenantId: string, userId: string, required: boolean, by: Actor): Promise<Tenant> {
    return this.database.forSystem(async (tx) => {
      if (required && !(await this.users.find(tx, userId))?.twoFactor) {
        throw new Problem(409, 'two_factor_off', 'Turn two-factor sign-in on for your own account first.');
      }
      const before = await this.tenants.lock(tx, tenantId);
      if (!before) throw Problem.notFound('tenant');
      if (before.twoFactorRequired === required) return before;
      const after = await this.tenants.requireTwoFactor(tx, tenantId, required);
      const facts = { targetType: 'tenant', targetId: tenantId, ...difference(before, after) };
      await this.audit.record(tx, by, { action: 'tenant.changed', ...facts }, tenantId);
      if (!required) {
        for (const to of await this.users.ownerEmails(tx, tenantId)) await this.mails.put(tx, twoFactorLiftedMail(to, after.name));
      }
      return after;
    });
  }
}
