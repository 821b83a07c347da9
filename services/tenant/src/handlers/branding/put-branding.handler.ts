import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { Problem, requireFeature, requireVersion } from '#service-kit';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { DEFAULT_BRANDING, type Branding } from '../../domain/branding/branding.js';
import { LOGO_PATH, logoPath } from '../../domain/branding/logo.js';
import { BrandingRepository } from '../../persistence/branding/branding.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

@Injectable()
export class PutBrandingHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly branding: BrandingRepository,
    private readonly store: ObjectStore,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Replaces the whole branding. An uploaded logo stays if its own address is given as `logoUrl`, and goes otherwise.
   *
   * @throws {Problem} feature_not_in_plan, precondition_failed, validation_failed
   */
  async execute(tenantId: string, asked: Omit<Branding, 'version' | 'logo'>, ifMatch: string | undefined, by: Actor): Promise<Branding> {
    const { gone, after } = await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      await requireFeature(tx, tenantId, 'branding');
      await this.branding.lock(tx);
      const before = (await this.branding.find(tx)) ?? DEFAULT_BRANDING;
      requireVersion(ifMatch, before.version);
      const given = { ...asked, ...logoOf(tenantId, before, asked.logoUrl) };
      const version = await this.branding.save(tx, given);
      const change = { targetType: 'branding', targetId: tenantId, ...difference(before, given) };
      await this.audit.record(tx, by, { action: 'branding.changed', ...change });
      return { after: { ...given, version }, gone: before.logo && !given.logo ? before.logo.id : undefined };
    });
    if (gone) await this.store.delete({ tenantId, id: gone });
    return after;
  }
}

/** @throws {Problem} validation_failed for the address of an uploaded logo that is not the present one */
function logoOf(tenantId: string, before: Branding, logoUrl: string | null): Pick<Branding, 'logo' | 'logoUrl'> {
  if (logoUrl === null || !LOGO_PATH.test(logoUrl)) return { logo: null, logoUrl };
  if (before.logo && logoUrl === logoPath(tenantId, before.logo.id)) return { logo: before.logo, logoUrl: null };
  throw Problem.invalid([{ field: 'logoUrl', message: 'logoUrl must be the address of the present logo, or an https address' }]);
}
