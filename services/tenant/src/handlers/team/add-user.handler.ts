import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem, type Identity, type Role } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository, type Member } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { Passwords } from '../auth/passwords.step.js';
import { requirePassword } from '../auth/refusals.js';
import { InvitationLinks } from '../invitations/invitation-links.step.js';
import { alreadyMember, requireConfirmed, requireGrant } from '../invitations/refusals.js';

@Injectable()
export class AddUserHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly links: InvitationLinks,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Gives a new address an account, and the account a place in the tenant. An account that is there is a person's, who is invited and joins
   * by accepting, whoever asks; the answer is the same, with the name that was given and not the person's own. A superadmin vouches for the
   * accounts they make; of any other the mailbox is asked as soon as it speaks for itself.
   *
   * @throws {Problem} role_too_high, email_not_confirmed, already_member, too_many_invitations
   */
  async execute(
    tenantId: string,
    caller: Identity,
    given: { email: string; password: string; name: string; role: Role },
    by: Actor,
  ): Promise<Member> {
    requireGrant(caller, given.role);
    const { name, role } = given;
    const email = given.email.toLowerCase();
    requirePassword(given.password, email);
    const passwordHash = await this.passwords.hash(given.password);
    return this.database.forSystem(async (tx) => {
      const tenant = await this.tenants.lock(tx, tenantId);
      if (!tenant) throw Problem.notFound('tenant');
      const inviter = await this.users.find(tx, caller.subject);
      requireConfirmed(inviter, caller);
      if (await this.users.isMemberByEmail(tx, tenantId, email)) throw alreadyMember(email);
      // Before it is known whether there will be an invitation: a refusal must not tell.
      await this.links.requireRoom(tx, tenantId, email);
      const credentials = { passwordHash, firebaseUid: null, superadmin: false, emailConfirmed: caller.superadmin };
      const created = await this.users.insert(tx, { id: v7(), email, name, ...credentials });
      const invitedBy = inviter?.id ?? null;
      if (!created) {
        const from = { id: caller.subject, name: inviter?.name ?? null };
        const { id, createdAt } = await this.links.send(tx, tenant, { email, role }, from, by);
        return { id, email, name, role, joinedAt: createdAt, invitedBy };
      }
      await this.users.addMember(tx, { tenantId, userId: created.id, role, invitedBy, accepted: caller.superadmin });
      const change = { targetType: 'user', targetId: created.id, before: null, after: { email, name, role } };
      await this.audit.record(tx, by, { action: 'member.added', ...change }, tenantId);
      return (await this.users.findMember(tx, tenantId, created.id))!;
    });
  }
}
