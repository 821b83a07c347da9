import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation } from '#database';
import { Problem } from '#service-kit';
import { TenantsRepository, type Tenant } from '../../persistence/tenants.repository.js';

@Injectable()
export class CreateTenantHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
  ) {}

  /** @throws {Problem} slug_taken */
  async execute(tenant: { slug: string; name: string }): Promise<Tenant> {
    try {
      return await this.database.forSystem((tx) => this.tenants.insert(tx, { id: v7(), ...tenant }));
    } catch (error) {
      if (uniqueViolation(error) !== 'tenants_slug') throw error;
      throw new Problem(409, 'slug_taken', `Another tenant has the slug ${tenant.slug}; choose one that is free.`);
    }
  }
}
