import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class IdempotencyKeysRepository {
  /**
   * Takes a key for a request. A second request with the same key waits here until the first one's transaction has ended.
   * @returns the earlier use of the key, or undefined when it is this request's now
   */
  async take(
    tx: Transaction,
    key: string,
    requestHash: string,
    messageId: string,
  ): Promise<{ requestHash: string; messageId: string } | undefined> {
    const taken = await tx.execute(
      `insert into message_sender.idempotency_keys (tenant_id, key, request_hash, message_id) values ($1, $2, $3, $4) on conflict do nothing`,
      [tx.tenantId, key, requestHash, messageId],
    );
    if (taken === 1) return undefined;
    const [earlier] = await tx.query<{ requestHash: string; messageId: string }>(
      `select request_hash as "requestHash", message_id as "messageId" from message_sender.idempotency_keys where tenant_id = $1 and key = $2`,
      [tx.tenantId, key],
    );
    return earlier;
  }

  /** Forgets keys of all tenants after seven days, the oldest first. Runs under the system role. @returns how many */
  async prune(tx: Transaction, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (
         select tenant_id, key from message_sender.idempotency_keys where created_at < now() - interval '7 days' order by created_at limit $1
       )
       delete from message_sender.idempotency_keys k using old where k.tenant_id = old.tenant_id and k.key = old.key`,
      [limit],
    );
  }
}
