import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface Outlet {
  id: string;
  wabaId: string;
  status: string;
}

/** Outlets belong to the tenant service; this reads its published view. */
@Injectable()
export class OutletsRepository {
  async find(tx: Transaction, ids: readonly string[]): Promise<Outlet[]> {
    return tx.query<Outlet>(`select id, waba_id as "wabaId", status from tenant.outlets_v1 where tenant_id = $1 and id = any($2::uuid[])`, [
      tx.tenantId,
      ids,
    ]);
  }
}
