import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { InvitationsRepository, type Invitation } from '../../persistence/invitations/invitations.repository.js';
import { AccountEmails } from '../audit/account-emails.state.js';
import { InvitationLinks } from './invitation-links.step.js';
import { requireConfirmed, requireGrant } from './refusals.js';

@Injectable()
export class ResendInvitationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly invitations: InvitationsRepository,
    private readonly links: InvitationLinks,
    private readonly emails: AccountEmails,
  ) {}

  /**
   * Mails a new link, with the whole time to accept, for an open or expired invitation. It takes the place of the former one, whose links
   * stop working: a mail that went astray lets nobody in.
   *
   * @returns the new invitation @throws {Problem} not_found, role_too_high, email_not_confirmed, too_many_invitations
   */
  async execute(tenantId: string, caller: Identity, id: string, by: Actor): Promise<Invitation> {
    const inviter = await this.database.forSystem((tx) => this.users.find(tx, caller.subject));
    this.emails.remember(caller.subject, inviter?.email);
    return this.database.forTenant(tenantId, async (tx) => {
      const former = await this.invitations.findWaiting(tx, id);
      if (!former) throw Problem.notFound('open invitation');
      requireGrant(caller, former.role);
      requireConfirmed(inviter, caller);
      const tenant = await this.tenants.find(tx, tenantId);
      if (!tenant) throw Problem.notFound('tenant');
      await this.links.requireRoom(tx, tenantId, former.email);
      const from = caller.kind === 'user' ? { id: caller.subject, name: inviter?.name ?? null } : null;
      return this.links.send(tx, tenant, { email: former.email, role: former.role }, from, by);
    });
  }
}
