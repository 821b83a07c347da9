import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Identity, type Role } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { leavesNoOwner } from '../../domain/team/team.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository, type Member } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { requireChange } from './refusals.js';

@Injectable()
export class ChangeMemberHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @param role the new one; undefined removes the person from the tenant and keeps the account @throws {Problem} role_too_high, last_owner */
  async execute(tenantId: string, caller: Identity, userId: string, role: Role | undefined, by: Actor): Promise<Member> {
    return this.database.forSystem(async (tx) => {
      // Two owners who remove each other at the same time must not both succeed.
      if (!(await this.tenants.lock(tx, tenantId))) throw Problem.notFound('tenant');
      const member = await this.users.findMember(tx, tenantId, userId);
      if (!member) throw Problem.notFound('user');
      requireChange(caller, member.role, role);
      if (leavesNoOwner(await this.users.owners(tx, tenantId), userId, role)) {
        throw new Problem(409, 'last_owner', 'This is the last owner; make somebody else an owner first.');
      }
      const target = { targetType: 'user', targetId: userId };
      if (role === undefined) {
        await this.users.removeMember(tx, tenantId, userId);
        const before = { email: member.email, name: member.name, role: member.role };
        await this.audit.record(tx, by, { action: 'member.removed', ...target, before, after: null }, tenantId);
      } else if (role !== member.role) {
        await this.users.setRole(tx, tenantId, userId, role);
        const [before, after] = [{ role: member.role }, { role }];
        await this.audit.record(tx, by, { action: 'member.role_changed', ...target, before, after }, tenantId);
      }
      return { ...member, role: role ?? member.role };
    });
  }
}
