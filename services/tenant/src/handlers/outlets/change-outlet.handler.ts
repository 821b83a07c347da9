import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { KeyRing, Problem, requireVersion } from '#service-kit';
import { difference, type Actor } from '../../domain/audit.js';
import type { OutletSettings } from '../../domain/outlet-settings.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { requireSettings } from './require-settings.js';

export interface OutletChange {
  name?: string;
  status?: Outlet['status'];
  settings?: OutletSettings;
  accessToken?: string;
}

@Injectable()
export class ChangeOutletHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly keys: KeyRing,
    private readonly audit: AuditTrail,
  ) {}

  /** What is left out stays as it is; settings are replaced as a whole. @throws {Problem} validation_failed, precondition_failed */
  async execute(tenantId: string, id: string, change: OutletChange, ifMatch: string | undefined, by: Actor): Promise<Outlet> {
    const { name, status, settings, accessToken } = change;
    if (settings) requireSettings(settings);
    const accessTokenSealed = accessToken === undefined ? undefined : this.keys.seal(accessToken, id);
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.outlets.lock(tx, id);
      if (!before) throw Problem.notFound('outlet');
      requireVersion(ifMatch, before.version);
      const after = await this.outlets.change(tx, id, { name, status, settings, accessTokenSealed });
      const facts = difference(before, accessToken === undefined ? after : { ...after, accessToken });
      await this.audit.record(tx, by, { action: 'outlet.changed', targetType: 'outlet', targetId: id, ...facts });
      return after;
    });
  }
}
