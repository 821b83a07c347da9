import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { TenantsRepository, type Tenant } from '../../persistence/tenants.repository.js';

@Injectable()
export class GetTenantHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
  ) {}

  async execute(tenantId: string): Promise<Tenant> {
    const tenant = await this.database.forTenant(tenantId, (tx) => this.tenants.find(tx, tenantId));
    if (!tenant) throw Problem.notFound('tenant');
    return tenant;
  }
}
