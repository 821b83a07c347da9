import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class RetentionRepository {
  /** Tenants with a limit on how long messages are kept. System role. */
  async tenants(tx: Transaction): Promise<{ tenantId: string; messagesDays: number }[]> {
    return tx.query(
      `select tenant_id as "tenantId", messages_days as "messagesDays" from conversation.retention_v1 where messages_days is not null`,
    );
  }

  /** @returns how many are gone, at most `limit` */
  async deleteAnswers(tx: Transaction, days: number, limit: number): Promise<number> {
    return tx.execute(
      // A request's id is a UUIDv7: it sorts by age and bounds the age.
      `with old as materialized (
         select request_id from llm_orchestration.answers
         where tenant_id = $1 and request_id < (select uuidv7(make_interval(days => -$2::integer)))
           and created_at < now() - make_interval(days => $2::integer) order by request_id limit $3
       )
       delete from llm_orchestration.answers a using old where a.tenant_id = $1 and a.request_id = old.request_id`,
      [tx.tenantId, days, limit],
    );
  }
}
