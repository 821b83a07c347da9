import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem, type Identity, type Role } from '#service-kit';
import { normalAddress } from '../../domain/auth/typed.js';
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
   * Makes an account for a new address and adds it to the tenant. An address that has an account gets an invitation instead. The answer is
   * the same and shows the given name, never the person's own. Accounts that a superadmin makes count as confirmed; of any other the
   * mailbox is asked once it proves itself.
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
    const email = normalAddress(given.email);
    requirePassword(given.password, email);
    const passwordHash = await this.passwords.hash(given.password);
    return this.database.forSystem(async (tx) => {
      const requireStranger = async (): Promise<void> => {
        if (await this.users.isMemberByEmail(tx, tenantId, email)) throw alreadyMember(email);
      };
      const inviter = await this.users.find(tx, caller.subject);
      requireConfirmed(inviter, caller);
      await requireStranger();
      // Before it is known whether the address has an account: a refusal must not tell. And before the tenant is locked: whoever invites waits
      // for room first as well, and for the tenant's row then.
      await this.links.requireRoom(tx, tenantId, email);
      const tenant = await this.tenants.lock(tx, tenantId);
      if (!tenant) throw Problem.notFound('tenant');
      await requireStranger();
      const credentials = { passwordHash, firebaseUid: null, superadmin: false, emailConfirmed: caller.superadmin };
      const created = await this.users.insert(tx, { id: v7(), email, name, ...credentials });
      const invitedBy = inviter?.id ?? null;
      if (!created) {
        const from = { id: caller.subject, name: inviter?.name ?? null };
        const { id, createdAt } = await this.links.send(tx, tenant, { email, role }, from, by);
        return { id, email, name, role, joinedAt: createdAt, invitedBy, lastSeenAt: null, twoFactor: false };
      }
      await this.users.addMember(tx, { tenantId, userId: created.id, role, invitedBy, accepted: caller.superadmin });
      const change = { targetType: 'user', targetId: created.id, before: null, after: { email, name, role } };
      await this.audit.record(tx, by, { action: 'member.added', ...change }, tenantId);
      return (await this.users.findMember(tx, tenantId, created.id))!;
    });
  }
}
