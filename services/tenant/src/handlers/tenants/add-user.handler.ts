import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem, type Identity, type Role } from '#service-kit';
import type { Actor } from '../../domain/audit.js';
import { TenantsRepository } from '../../persistence/tenants.repository.js';
import { UsersRepository, type Member } from '../../persistence/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { Passwords } from '../auth/passwords.js';
import { requirePassword } from '../auth/require-password.js';
import { requireGrant } from './require-rank.js';

@Injectable()
export class AddUserHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Gives the address an account where it has none, and the account a place in the tenant. An account that was there keeps its
   * name and password: they are its owner's, and not this tenant's to set. Where nobody has shown that the account is the address's,
   * it is let in by its own invitation only: anybody may register any address and wait. A superadmin vouches for the accounts they make.
   *
   * @throws {Problem} role_too_high, already_member, address_not_confirmed
   */
  async execute(
    tenantId: string,
    caller: Identity,
    given: { email: string; password: string; name: string; role: Role },
    by: Actor,
  ): Promise<Member> {
    requireGrant(caller, given.role);
    const email = given.email.toLowerCase();
    requirePassword(given.password, email);
    const passwordHash = await this.passwords.hash(given.password);
    return this.database.forSystem(async (tx) => {
      if (!(await this.tenants.lock(tx, tenantId))) throw Problem.notFound('tenant');
      const fresh = {
        id: v7(),
        email,
        name: given.name,
        passwordHash,
        firebaseUid: null,
        superadmin: false,
        emailConfirmed: caller.superadmin,
      };
      const created = await this.users.insert(tx, fresh);
      const account = created ?? (await this.users.findByEmail(tx, email))!;
      if (await this.users.findMember(tx, tenantId, account.id)) {
        throw new Problem(409, 'already_member', `${email} belongs to this tenant already.`);
      }
      if (!created && !account.emailConfirmed && !caller.superadmin) {
        throw new Problem(409, 'address_not_confirmed', `${email} has an account that nobody has confirmed; send an invitation instead.`);
      }
      const invitedBy = caller.kind === 'user' ? caller.subject : null;
      await this.users.addMember(tx, { tenantId, userId: account.id, role: given.role, invitedBy });
      const { name } = account;
      const change = { targetType: 'user', targetId: account.id, before: null, after: { email, name, role: given.role } };
      await this.audit.record(tx, by, { action: 'member.added', ...change }, tenantId);
      return (await this.users.findMember(tx, tenantId, account.id))!;
    });
  }
}
