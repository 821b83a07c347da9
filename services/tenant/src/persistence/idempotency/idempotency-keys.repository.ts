import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface KeyUse {
  tenantId: string;
  caller: string;
  key: string;
}

@Injectable()
export class IdempotencyKeysRepository {
  /**
   * Takes a key for a request. A second request with the same key waits until the first one's transaction ends.
   * @returns the earlier use of the key; undefined if this request has it now
   */
  async take(tx: Transaction, use: KeyUse, requestHash: string): Promise<{ requestHash: string; answer: unknown } | undefined> {
    const taken = await tx.execute(
      `insert into tenant.idempotency_keys (tenant_id, caller, key, request_hash) values ($1, $2, $3, $4) on conflict do nothing`,
      [use.tenantId, use.caller, use.key, requestHash],
    );
    return taken === 1 ? undefined : this.find(tx, use);
  }

  async find(tx: Transaction, use: KeyUse): Promise<{ requestHash: string; answer: unknown } | undefined> {
    const rows = await tx.query<{ requestHash: string; answer: unknown }>(
      `select request_hash as "requestHash", answer from tenant.idempotency_keys where tenant_id = $1 and caller = $2 and key = $3`,
      [use.tenantId, use.caller, use.key],
    );
    return rows[0];
  }

  async answer(tx: Transaction, use: KeyUse, answer: unknown): Promise<void> {
    await tx.execute(`update tenant.idempotency_keys set answer = $4 where tenant_id = $1 and caller = $2 and key = $3`, [
      use.tenantId,
      use.caller,
      use.key,
      JSON.stringify(answer),
    ]);
  }

  /** Deletes keys of all tenants after a day. */
  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, caller, key from tenant.idempotency_keys where created_at < now() - interval '24 hours' order by created_at limit $1
       )
       delete from tenant.idempotency_keys k using old
       where k.tenant_id = old.tenant_id and k.caller = old.caller and k.key = old.key and k.created_at < now() - interval '24 hours'`,
      [limit],
    );
  }
}
