import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Objects of the store that no document has: those on their way, until a document takes them, and those of documents that are gone. */
@Injectable()
export class ObjectsRepository {
  /** Before an object is made: if no document takes it, it goes after a day. */
  async announce(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`insert into knowledge.unused_objects (tenant_id, id, due_at) values ($1, $2, now() + interval '1 day')`, [
      tx.tenantId,
      id,
    ]);
  }

  /** A document has it now, or it is deleted. */
  async use(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`delete from knowledge.unused_objects where tenant_id = $1 and id = $2`, [tx.tenantId, id]);
  }

  /** Those of them that no document has taken are not waited for any longer. */
  async release(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.execute(`update knowledge.unused_objects set due_at = now() where tenant_id = $1 and id = any($2::uuid[])`, [
      tx.tenantId,
      ids,
    ]);
  }

  /** No document has them any more. */
  async forget(tx: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.execute(
      `insert into knowledge.unused_objects (tenant_id, id, due_at) select $1, id, now() from unnest($2::uuid[]) as id order by id
       on conflict (tenant_id, id) do update set due_at = now()`,
      [tx.tenantId, ids],
    );
  }

  /** System role. */
  async due(tx: Transaction, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return tx.query(`select tenant_id as "tenantId", id from knowledge.unused_objects where due_at <= now() order by due_at limit $1`, [
      limit,
    ]);
  }
}
