import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { KeyRing, Problem } from '#service-kit';
import { OutletsRepository, type Outlet, type OutletSettings } from '../../persistence/outlets.repository.js';

@Injectable()
export class ChangeOutletHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly keys: KeyRing,
  ) {}

  /** What is left out stays as it is; settings are replaced as a whole. */
  async execute(tenantId: string, id: string, change: { name?: string; settings?: OutletSettings; accessToken?: string }): Promise<Outlet> {
    const accessTokenSealed = change.accessToken === undefined ? undefined : this.keys.seal(change.accessToken, id);
    const outlet = await this.database.forTenant(tenantId, (tx) =>
      this.outlets.change(tx, id, { name: change.name, settings: change.settings, accessTokenSealed }),
    );
    if (!outlet) throw Problem.notFound('outlet');
    return outlet;
  }
}
