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

  async credentials(tx: Transaction, id: string): Promise<{ phoneNumberId: string; sealedToken: string } | undefined> {
    const [row] = await tx.query<{ phoneNumberId: string; sealedToken: string }>(
      `select phone_number_id as "phoneNumberId", access_token_sealed as "sealedToken" from tenant.outlet_credentials_v1
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, id],
    );
    return row;
  }
}
