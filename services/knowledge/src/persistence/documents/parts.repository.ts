import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** A document that was indexed before there were parts of words. */
export interface WithoutParts {
  tenantId: string;
  id: string;
  baseId: string;
}

@Injectable()
export class PartsRepository {
  /** @returns the next documents without parts, by tenant and id, after one of them. System role. */
  async next(tx: Transaction, after: { tenantId: string; id: string }, most: number): Promise<WithoutParts[]> {
    return tx.query<WithoutParts>(
      `select tenant_id as "tenantId", id, base_id as "baseId" from knowledge.documents
       where parts is null and status = 'ready' and deleted_at is null and (tenant_id, id) > ($1::uuid, $2::uuid)
       order by tenant_id, id limit $3`,
      [after.tenantId, after.id, most],
    );
  }

  /** Locks a document, unless it is gone or has got its parts meanwhile. @returns its title */
  async lock(tx: Transaction, id: string): Promise<string | undefined> {
    const rows = await tx.query<{ title: string }>(
      `select title from knowledge.documents
       where tenant_id = $1 and id = $2 and parts is null and status = 'ready' and deleted_at is null for no key update`,
      [tx.tenantId, id],
    );
    return rows[0]?.title;
  }
}
