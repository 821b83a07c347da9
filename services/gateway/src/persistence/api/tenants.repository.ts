import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class TenantsRepository {
  /** True for suspended tenants, false for deleted ones. */
  async exists(system: Transaction, tenantId: string): Promise<boolean> {
    return (await system.query(`select 1 from tenant.tenants_v1 where id = $1`, [tenantId])).length > 0;
  }
}
