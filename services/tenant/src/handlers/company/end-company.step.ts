import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Actor } from '../../domain/audit/audit.js';
import { CompanyDeletionsRepository, type CompanyDeletion } from '../../persistence/company/company-deletions.repository.js';
import type { Tenant } from '../../persistence/directory/tenants.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { InvitationsRepository } from '../../persistence/invitations/invitations.repository.js';
import { ApiKeysRepository } from '../../persistence/keys/api-keys.repository.js';
import { OutletsRepository } from '../../persistence/outlets/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { DeletionWake } from './deletion-wake.state.js';
import { TellOwners } from './tell-owners.step.js';

/**
 * The moment at which a company ends: nobody has access any more, its slug and numbers are free, and a job deletes what there is of it.
 * The sealed tokens stay beside the deletion until WhatsApp has been told.
 */
@Injectable()
export class EndCompany {
  constructor(
    private readonly deletions: CompanyDeletionsRepository,
    private readonly tenants: TenantsRepository,
    private readonly outlets: OutletsRepository,
    private readonly apiKeys: ApiKeysRepository,
    private readonly invitations: InvitationsRepository,
    private readonly owners: TellOwners,
    private readonly audit: AuditTrail,
    private readonly wake: DeletionWake,
  ) {}

  /** @param tenant locked */
  async execute(system: Transaction, tenant: Tenant, deletion: CompanyDeletion, by: Actor, now: Date): Promise<void> {
    const { id: tenantId } = tenant;
    await this.owners.execute(system, 'company-deleted', tenant, now);
    const subscriptions = await this.outlets.subscriptionsOf(system, tenantId);
    await this.outlets.markAllDeleted(system, tenantId);
    await this.apiKeys.revokeAllOf(system, tenantId);
    await this.invitations.revokeAllOf(system, tenantId);
    await this.tenants.markDeleted(system, tenantId);
    const at = now.toISOString();
    await this.deletions.save(system, {
      ...deletion,
      state: 'deleting',
      begunAt: at,
      roundAt: at,
      nextAt: at,
      subscriptions: subscriptions.length > 0 ? subscriptions : null,
    });
    // The log outlives the company: what the row said of it goes with the rest of its data.
    const change = { targetType: 'tenant', targetId: tenantId, before: { slug: tenant.slug, name: tenant.name }, after: null };
    await this.audit.record(system, by, { action: 'tenant.deleted', ...change }, tenantId);
    system.afterCommit(() => this.wake.wake());
  }
}
