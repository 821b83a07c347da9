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

  /** Those of these people who belong to the tenant, whatever they may do. */
  async among(tx: Transaction, userIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ userId: string }>(
      `select user_id as "userId" from tenant.members_v1 where tenant_id = $1 and user_id = any($2::uuid[])`,
      [tx.tenantId, userIds],
    );
    return rows.map((row) => row.userId);
  }

  /** Those of these people who may. */
  async ableToWrite(tx: Transaction, userIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ userId: string }>(
      `select user_id as "userId" from tenant.members_v1
       where tenant_id = $1 and user_id = any($2::uuid[]) and role in ('agent', 'admin', 'owner')`,
      [tx.tenantId, userIds],
    );
    return rows.map((row) => row.userId);
  }
}
