import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { DEFAULT_BRANDING, type Branding } from '../../domain/branding/branding.js';
import { BrandingRepository } from '../../persistence/branding/branding.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';

@Injectable()
export class GetBrandingHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly branding: BrandingRepository,
  ) {}

  async execute(tenantId: string): Promise<Branding> {
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      return (await this.branding.find(tx)) ?? DEFAULT_BRANDING;
    });
  }

  /**
   * For a sign-in page. An unknown slug gets the default branding, so that nobody can find out here who is a customer.
   */
  async bySlug(slug: string): Promise<Branding & { tenantId?: string }> {
    const branding = await this.database.forSystem((tx) => this.branding.findBySlug(tx, slug));
    return branding ?? DEFAULT_BRANDING;
  }
}
