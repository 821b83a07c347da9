import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Identity, type Role } from '#service-kit';
import { normalAddress } from '../../domain/auth/typed.js';
import type { Actor } from '../../domain/audit/audit.js';
import type { Invitation } from '../../persistence/invitations/invitations.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { Once } from '../idempotency/once.step.js';
import { AccountEmails } from '../audit/account-emails.state.js';
import { InvitationLinks } from './invitation-links.step.js';
import { alreadyMember, requireConfirmed, requireGrant } from './refusals.js';

@Injectable()
export class InviteHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly links: InvitationLinks,
    private readonly emails: AccountEmails,
    private readonly once: Once,
  ) {}

  /**
   * Mails a link and ends an earlier invitation of the same address, so that there is one link at a time.
   *
   * @throws {Problem} role_too_high, email_not_confirmed, already_member, too_many_invitations
   */
  async execute(
    tenantId: string,
    caller: Identity,
    given: { email: string; role: Role },
    by: Actor,
    idempotencyKey: string | undefined,
  ): Promise<Invitation> {
    requireGrant(caller, given.role);
    const email = normalAddress(given.email);
    const [inviter, member] = await this.database.forSystem(async (tx) => [
      await this.users.find(tx, caller.subject),
      await this.users.isMemberByEmail(tx, tenantId, email),
    ]);
    this.emails.remember(caller.subject, inviter?.email);
    requireConfirmed(inviter, caller);
    if (member) throw alreadyMember(email);
    const request = { operation: 'invitations.create', body: { ...given, email } };
    return this.database.forTenant(tenantId, (tx) =>
      this.once.execute(tx, caller, idempotencyKey, request, async () => {
        const tenant = await this.tenants.find(tx, tenantId);
        if (!tenant) throw Problem.notFound('tenant');
        await this.links.requireRoom(tx, tenantId, email);
        const from = caller.kind === 'user' ? { id: caller.subject, name: inviter?.name ?? null } : null;
        return this.links.send(tx, tenant, { email, role: given.role }, from, by);
      }),
    );
  }
}
