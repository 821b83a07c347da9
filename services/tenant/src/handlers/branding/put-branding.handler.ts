import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, requireVersion } from '#service-kit';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { DEFAULT_BRANDING, type Branding } from '../../domain/branding/branding.js';
import { BrandingRepository } from '../../persistence/branding/branding.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

@Injectable()
export class PutBrandingHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly branding: BrandingRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Replaces the whole branding. @throws {Problem} precondition_failed */
  async execute(tenantId: string, given: Omit<Branding, 'version'>, ifMatch: string | undefined, by: Actor): Promise<Branding> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      await this.branding.lock(tx);
      const before = (await this.branding.find(tx)) ?? DEFAULT_BRANDING;
      requireVersion(ifMatch, before.version);
      const version = await this.branding.save(tx, given);
      const change = { targetType: 'branding', targetId: tenantId, ...difference(before, given) };
      await this.audit.record(tx, by, { action: 'branding.changed', ...change });
      return { ...given, version };
    });
  }
}
