import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { SYSTEM } from '../../domain/audit/audit.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { InvitationLinks } from './invitation-links.step.js';

/** For an account whose mailbox proves itself for the first time: asks its owner about the tenants that others put it into. */
@Injectable()
export class InviteUnasked {
  constructor(
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly links: InvitationLinks,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Turns memberships that the owner never agreed to into invitations. Runs in the transaction that takes the account over and holds its row.
   *
   * @param joining the tenant that the account joins right now: it stays there. Its owner is asked about every other, including those that
   *   the account founded, since somebody else may have founded them
   */
  async execute(system: Transaction, user: User, joining?: string): Promise<void> {
    const places = joining === undefined ? await this.users.unasked(system, user.id) : await this.users.elsewhere(system, user.id, joining);
    for (const { tenantId, role, invitedBy } of places) {
      const tenant = await this.tenants.lock(system, tenantId);
      await this.users.removeMember(system, tenantId, user.id);
      const { email, name } = user;
      const target = { targetType: 'user', targetId: user.id };
      await this.audit.record(
        system,
        SYSTEM,
        { action: 'member.removed', ...target, before: { email, name, role }, after: null },
        tenantId,
      );
      if (!tenant) continue;
      const inviter = invitedBy === null ? undefined : await this.users.find(system, invitedBy);
      await this.links.send(system, tenant, { email, role }, inviter ?? null, SYSTEM);
    }
    await this.users.agree(system, user.id);
  }
}
