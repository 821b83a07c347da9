import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation } from '#database';
import { KeyRing, Problem } from '#service-kit';
import { OutletsRepository, type Outlet, type OutletSettings } from '../../persistence/outlets.repository.js';
import { TenantsRepository } from '../../persistence/tenants.repository.js';

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
  ) {}

  /** @throws {Problem} phone_number_taken */
  async execute(tenantId: string, outlet: NewOutlet): Promise<Outlet> {
    const { accessToken, settings = {}, ...rest } = outlet;
    const id = v7();
    const accessTokenSealed = this.keys.seal(accessToken, id);
    try {
      return await this.database.forTenant(tenantId, async (tx) => {
        if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
        return this.outlets.insert(tx, { ...rest, id, settings, accessTokenSealed });
      });
    } catch (error) {
      if (uniqueViolation(error) !== 'outlets_phone_number_id') throw error;
      throw new Problem(409, 'phone_number_taken', `The number ${outlet.phoneNumberId} is connected already; delete that outlet first.`);
    }
  }
}
