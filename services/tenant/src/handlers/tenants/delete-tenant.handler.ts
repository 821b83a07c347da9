import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem, requireVersion, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { CompanyDeletionsRepository } from '../../persistence/company/company-deletions.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { EndCompany } from '../company/end-company.step.js';

@Injectable()
export class DeleteTenantHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly deletions: CompanyDeletionsRepository,
    private readonly endCompany: EndCompany,
  ) {}

  /** Ends a company at once, where its owners would have time to think. */
  async execute(tenantId: string, caller: Identity, ifMatch: string | undefined, by: Actor, now = new Date()): Promise<void> {
    await this.database.forSystem(async (tx) => {
      const tenant = await this.tenants.lock(tx, tenantId);
      if (!tenant) throw Problem.notFound('tenant');
      requireVersion(ifMatch, tenant.version);
      const deletion =
        (await this.deletions.open(tx, tenantId)) ??
        (await this.deletions.insert(tx, { tenantId, id: v7(), requestedBy: caller.subject, requestedAt: now, dueAt: now, nextAt: now }));
      await this.endCompany.execute(tx, tenant, deletion, by, now);
    });
  }
}
