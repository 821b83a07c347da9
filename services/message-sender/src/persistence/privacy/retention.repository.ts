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

  /**
   * The next messages by age, and of which of them nothing is to become any more.
   *
   * @param after the last one that was looked at: however many wait for a time that is far ahead, each is looked at once a run
   */
  async oldMessages(tx: Transaction, days: number, limit: number, after: string): Promise<{ id: string; isOver: boolean }[]> {
    return tx.query(
      // Ids are UUIDv7: the oldest come first, and are as old as their ids say; one that waited for its time is as old as that, and one
      // that was taken back as old as its end.
      `select id, state not in ('scheduled', 'queued', 'sending')
         and greatest(created_at, case state when 'cancelled' then updated_at else send_at end) < now() - make_interval(days => $2::integer)
         as "isOver"
       from message_sender.messages
       where tenant_id = $1 and id > $4 and id < (select uuidv7(make_interval(days => -$2::integer))) order by id limit $3`,
      [tx.tenantId, days, limit, after],
    );
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
