import { Injectable } from '@nestjs/common';
import { TenantDatabase, uniqueViolation } from '#database';
import { type Identity, onlyGiven, Problem, requireVersion } from '#service-kit';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { ApiKeysRepository } from '../../persistence/keys/api-keys.repository.js';
import { TenantsRepository, type Tenant } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { slugTaken } from './refusals.js';

export type TenantChange = Partial<Pick<Tenant, 'slug' | 'name' | 'status' | 'plan' | 'domain' | 'contactEmail' | 'settings'>>;

/** Only the platform decides the plan, the slug and the status of a tenant. */
const SUPERADMINS = ['slug', 'status', 'plan'] as const;

@Injectable()
export class ChangeTenantHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly apiKeys: ApiKeysRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Leaves omitted fields unchanged; null clears a field. @throws {Problem} superadmin_only, precondition_failed, slug_taken */
  async execute(tenantId: string, caller: Identity, given: TenantChange, ifMatch: string | undefined, by: Actor): Promise<Tenant> {
    const change = onlyGiven(given);
    const withheld = SUPERADMINS.filter((field) => field in change);
    if (withheld.length > 0 && !caller.superadmin) {
      const errors = withheld.map((field) => ({ field, message: `only a superadmin may change ${field}` }));
      throw new Problem(403, 'superadmin_only', `Only a superadmin may change: ${withheld.join(', ')}.`, errors);
    }
    try {
      return await this.database.forSystem(async (tx) => {
        const before = await this.tenants.lock(tx, tenantId);
        if (!before) throw Problem.notFound('tenant');
        requireVersion(ifMatch, before.version);
        const after = await this.tenants.save(tx, { ...before, ...change });
        if (after.status !== before.status) await this.apiKeys.setEnabled(tx, tenantId, after.status === 'active');
        const facts = { targetType: 'tenant', targetId: tenantId, ...difference(before, after) };
        await this.audit.record(tx, by, { action: 'tenant.changed', ...facts }, tenantId);
        return after;
      });
    } catch (error) {
      if (uniqueViolation(error) !== 'tenants_slug') throw error;
      throw slugTaken(given.slug!);
    }
  }
}
