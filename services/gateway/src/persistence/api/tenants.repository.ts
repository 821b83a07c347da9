import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class TenantsRepository {
  /** Also a suspended one, but no deleted one. */
  async exists(system: Transaction, tenantId: string): Promise<boolean> {
    return (await system.query('select from tenant.tenants_v1 where id = $1', [tenantId])).length > 0;
  }

  /** Whether an active tenant asks its people for a second factor. */
  async anyAsksForTwoFactor(system: Transaction): Promise<boolean> {
    return (await system.query(`select from tenant.tenants_v1 where two_factor_required and status = 'active' limit 1`)).length > 0;
  }
}
