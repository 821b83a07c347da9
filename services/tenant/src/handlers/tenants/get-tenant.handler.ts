import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Identity } from '#service-kit';
import { TenantsRepository, type Tenant } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';

@Injectable()
export class GetTenantHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
  ) {}

  async execute(tenantId: string): Promise<Tenant> {
    const tenant = await this.database.forTenant(tenantId, (tx) => this.tenants.find(tx, tenantId));
    if (!tenant) throw Problem.notFound('tenant');
    return tenant;
  }

  /** One of the caller's own tenants. @throws {Problem} not_found for any other */
  async bySlug(caller: Identity, slug: string): Promise<Tenant> {
    return this.database.forSystem(async (tx) => {
      const tenant = await this.tenants.findBySlug(tx, slug);
      if (!tenant || !(await this.#lets(tx, tenant, caller))) throw Problem.notFound('tenant');
      return tenant;
    });
  }

  async #lets(tx: Transaction, tenant: Tenant, caller: Identity): Promise<boolean> {
    if (caller.superadmin || caller.tenantId === tenant.id) return true;
    const member = await this.users.findMember(tx, tenant.id, caller.subject);
    return member !== undefined && (member.twoFactor || !tenant.twoFactorRequired);
  }
}
