import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Numbers belong to the tenant service: this reads its published views. */
@Injectable()
export class NumbersRepository {
  async find(tx: Transaction, outletId: string): Promise<{ status: string; quality: string | null } | undefined> {
    const [row] = await tx.query<{ status: string; quality: string | null }>(
      `select status, quality from tenant.numbers_v1 where tenant_id = $1 and id = $2`,
      [tx.tenantId, outletId],
    );
    return row;
  }

  /** As the company says; null where it says nothing. */
  async timeZone(tx: Transaction): Promise<string | null> {
    const [row] = await tx.query<{ timeZone: string | null }>(`select time_zone as "timeZone" from tenant.time_zones_v1 where id = $1`, [
      tx.tenantId,
    ]);
    return row?.timeZone ?? null;
  }
}
