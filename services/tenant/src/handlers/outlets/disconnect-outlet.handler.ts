import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, requireVersion } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { OutletsRepository } from '../../persistence/outlets/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

@Injectable()
export class DisconnectOutletHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly audit: AuditTrail,
  ) {}

  async execute(tenantId: string, id: string, ifMatch: string | undefined, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const outlet = await this.outlets.lock(tx, id);
      if (!outlet) throw Problem.notFound('outlet');
      requireVersion(ifMatch, outlet.version);
      await this.outlets.markDeleted(tx, id);
      const change = { targetType: 'outlet', targetId: id, before: { ...outlet }, after: null };
      await this.audit.record(tx, by, { action: 'outlet.disconnected', ...change });
    });
  }
}
