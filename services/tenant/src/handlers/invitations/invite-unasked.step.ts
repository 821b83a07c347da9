import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { SYSTEM } from '../../domain/audit/audit.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { InvitationLinks } from './invitation-links.step.js';

/** For an account whose mailbox speaks for the first time: where somebody else had put it, its owner is asked. */
@Injectable()
export class InviteUnasked {
  constructor(
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly links: InvitationLinks,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Memberships that nobody agreed to become invitations. In the transaction that lets the mailbox in, which holds the account's row.
   *
   * @param joining a tenant that the account is just let into: it stays there, and of every other its owner is asked, of those too that it
   *   founded, for whoever founded them may have been somebody else
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
