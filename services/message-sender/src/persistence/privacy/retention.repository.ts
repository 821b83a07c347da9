import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class RetentionRepository {
  /** Tenants that keep messages for a time. System role. */
  async tenants(tx: Transaction): Promise<{ tenantId: string; messagesDays: number }[]> {
    return tx.query(
      `select tenant_id as "tenantId", messages_days as "messagesDays" from conversation.retention_v1 where messages_days is not null`,
    );
  }

  /** The oldest messages that nothing is to become of any more. */
  async oldMessages(tx: Transaction, days: number, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      // Ids are UUIDv7: the oldest come first, and are as old as their ids say.
      `select id from message_sender.messages
       where tenant_id = $1 and id < (select uuidv7(make_interval(days => -$2::integer))) and created_at < now() - make_interval(days => $2::integer)
         and state not in ('queued', 'sending') order by id limit $3`,
      [tx.tenantId, days, limit],
    );
    return rows.map((row) => row.id);
  }

  /** Reports, of all tenants, about messages that were sent elsewhere: nothing is to come of them any more. System role. */
  async pruneForeignStatuses(tx: Transaction, days: number, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (
         select tenant_id, wamid, status, participant from message_sender.status_log
         where message_id is null and received_at < now() - make_interval(days => $1::integer) order by received_at limit $2
       )
       delete from message_sender.status_log s using old
       where s.tenant_id = old.tenant_id and s.wamid = old.wamid and s.status = old.status and s.participant = old.participant
         and s.message_id is null`,
      [days, limit],
    );
  }

  /** Reports about messages that were sent elsewhere, or are gone. */
  async deleteForeignStatuses(tx: Transaction, days: number, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (
         select wamid, status, participant from message_sender.status_log
         where tenant_id = $1 and message_id is null and received_at < now() - make_interval(days => $2::integer) order by received_at limit $3
       )
       delete from message_sender.status_log s using old
       where s.tenant_id = $1 and s.wamid = old.wamid and s.status = old.status and s.participant = old.participant`,
      [tx.tenantId, days, limit],
    );
  }
}
