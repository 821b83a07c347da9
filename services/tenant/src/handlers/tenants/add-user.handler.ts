import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem, type Identity, type Role } from '#service-kit';
import { mayGrant } from '../../domain/team.js';
import { TenantsRepository } from '../../persistence/tenants.repository.js';
import { UsersRepository, type Member } from '../../persistence/users.repository.js';
import { Passwords } from '../auth/passwords.js';

@Injectable()
export class AddUserHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
  ) {}

  /**
   * Gives the address an account where it has none, and the account a place in the tenant. An account that was there keeps its
   * name and password: they are its owner's, and not this tenant's to set.
   *
   * @throws {Problem} role_too_high, already_member
   */
  async execute(tenantId: string, caller: Identity, user: { email: string; password: string; name: string; role: Role }): Promise<Member> {
    if (!caller.superadmin && !mayGrant(caller.role, user.role)) {
      throw new Problem(403, 'role_too_high', `You may hand out roles up to your own, and ${user.role} is above it.`);
    }
    const passwordHash = await this.passwords.hash(user.password);
    return this.database.forSystem(async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      const { email, name } = user;
      const account = await this.users.insertOrFind(tx, { id: v7(), email: email.toLowerCase(), name, passwordHash, superadmin: false });
      const joined = await this.users.addMember(tx, tenantId, account.id, user.role);
      if (!joined) throw new Problem(409, 'already_member', `${email} belongs to this tenant already.`);
      return { id: account.id, email: account.email, name: account.name, role: user.role, joinedAt: joined.joinedAt };
    });
  }
}
