import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation } from '#database';
import { KeyRing, Problem, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit.js';
import type { OutletSettings } from '../../domain/outlet-settings.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets.repository.js';
import { TenantsRepository } from '../../persistence/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { Once } from '../idempotency/once.js';
import { requireSettings } from './require-settings.js';

export interface NewOutlet {
  name: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhoneNumber: string;
  accessToken: string;
  settings?: OutletSettings;
}

@Injectable()
export class ConnectOutletHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly outlets: OutletsRepository,
    private readonly keys: KeyRing,
    private readonly once: Once,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws {Problem} phone_number_taken, validation_failed, idempotency_key_reused */
  async execute(tenantId: string, caller: Identity, given: NewOutlet, by: Actor, idempotencyKey: string | undefined): Promise<Outlet> {
    const { accessToken, settings = {}, ...rest } = given;
    requireSettings(settings);
    const id = v7();
    const accessTokenSealed = this.keys.seal(accessToken, id);
    try {
      return await this.database.forTenant(tenantId, (tx) =>
        this.once.execute(tx, caller, idempotencyKey, { operation: 'outlets.create', body: given }, async () => {
          if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
          const outlet = await this.outlets.insert(tx, { ...rest, id, settings, accessTokenSealed });
          const change = { targetType: 'outlet', targetId: id, before: null, after: { ...outlet, accessToken } };
          await this.audit.record(tx, by, { action: 'outlet.connected', ...change });
          return outlet;
        }),
      );
    } catch (error) {
      if (uniqueViolation(error) !== 'outlets_phone_number_id') throw error;
      throw new Problem(409, 'phone_number_taken', `The number ${given.phoneNumberId} is connected already; delete that outlet first.`, [
        { field: 'phoneNumberId', message: 'phoneNumberId is connected already' },
      ]);
    }
  }
}
