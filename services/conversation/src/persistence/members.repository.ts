import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** People belong to the tenant service; this reads its published view. */
@Injectable()
export class MembersRepository {
  /** Whether the person belongs to the tenant and may write to its customers. */
  async mayWrite(tx: Transaction, userId: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from tenant.members_v1 where tenant_id = $1 and user_id = $2 and role in ('agent', 'admin', 'owner')`,
      [tx.tenantId, userId],
    );
    return rows.length > 0;
  }
}
