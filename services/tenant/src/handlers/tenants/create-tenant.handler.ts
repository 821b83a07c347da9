import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation } from '#database';
import type { Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { TenantsRepository, type Tenant } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { Once } from '../idempotency/once.step.js';
import { slugTaken } from './refusals.js';

export type NewTenant = Pick<Tenant, 'slug' | 'name'> & Partial<Pick<Tenant, 'plan' | 'domain' | 'contactEmail' | 'settings'>>;

@Injectable()
export class CreateTenantHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly once: Once,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws {Problem} slug_taken, idempotency_key_reused */
  async execute(caller: Identity, given: NewTenant, by: Actor, idempotencyKey: string | undefined): Promise<Tenant> {
    try {
      return await this.database.forSystem((tx) =>
        this.once.execute(tx, caller, idempotencyKey, { operation: 'tenants.create', body: given }, async () => {
          const tenant = await this.tenants.insert(tx, { id: v7(), ...given });
          const change = { targetType: 'tenant', targetId: tenant.id, before: null, after: { ...tenant } };
          await this.audit.record(tx, by, { action: 'tenant.created', ...change }, tenant.id);
          return tenant;
        }),
      );
    } catch (error) {
      if (uniqueViolation(error) !== 'tenants_slug') throw error;
      throw slugTaken(given.slug);
    }
  }
}
