import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** How long tenants keep what was written. */
@Injectable()
export class RetentionRepository {
  /** Tenants with a limit. System role. */
  async tenants(system: Transaction): Promise<{ tenantId: string; messagesDays: number }[]> {
    return system.query(
      `select tenant_id as "tenantId", messages_days as "messagesDays" from conversation.retention_v1 where messages_days is not null`,
    );
  }

  /** @returns how many are gone, at most `limit` of each table */
  async deleteOld(tx: Transaction, days: number, limit: number): Promise<number> {
    // Ids are UUIDv7: they sort and bound by age.
    const older = (table: string): Promise<number> =>
      tx.execute(
        `with old as materialized (
           select id from outgoing_webhooks.${table} where tenant_id = $1 and id < (select uuidv7(make_interval(days => -$2::integer))) order by id limit $3
         )
         delete from outgoing_webhooks.${table} t using old where t.tenant_id = $1 and t.id = old.id`,
        [tx.tenantId, days, limit],
      );
    return Math.max(await older('deliveries'), await older('attempts'));
  }
}
