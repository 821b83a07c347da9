import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, requireVersion, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { ApiKeysRepository } from '../../persistence/keys/api-keys.repository.js';
import { InvitationsRepository } from '../../persistence/invitations/invitations.repository.js';
import { OutletsRepository } from '../../persistence/outlets/outlets.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

@Injectable()
export class DeleteTenantHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly outlets: OutletsRepository,
    private readonly apiKeys: ApiKeysRepository,
    private readonly invitations: InvitationsRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Ends all access, frees the slug and the numbers and wipes their tokens. History and audit log stay. */
  async execute(tenantId: string, caller: Identity, ifMatch: string | undefined, by: Actor): Promise<void> {
    if (caller.kind !== 'user') throw new Problem(403, 'forbidden', 'Only a person may delete a tenant, not an API key.');
    await this.database.forSystem(async (tx) => {
      const tenant = await this.tenants.lock(tx, tenantId);
      if (!tenant) throw Problem.notFound('tenant');
      requireVersion(ifMatch, tenant.version);
      await this.outlets.markAllDeleted(tx, tenantId);
      await this.apiKeys.revokeAllOf(tx, tenantId);
      await this.invitations.revokeAllOf(tx, tenantId);
      await this.tenants.markDeleted(tx, tenantId);
      const change = { targetType: 'tenant', targetId: tenantId, before: { ...tenant }, after: null };
      await this.audit.record(tx, by, { action: 'tenant.deleted', ...change }, tenantId);
    });
  }
}
