import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { OutboundContent } from '#whatsapp';

/** A message whose time has come. */
export interface DueMessage {
  id: string;
  outletId: string;
  phone: string | null;
  userId: string | null;
  content: OutboundContent;
  contextWamid: string | null;
  traceId: string | null;
}

export interface CancelledMessage {
  id: string;
  was: 'scheduled' | 'queued';
  lane: string;
  outletId: string;
  conversationId: string | null;
  traceId: string | null;
  requestedBy: string | null;
}

/** Messages that wait for their time, and messages that are taken back. */
@Injectable()
export class ScheduleRepository {
  /**
   * Tenants of whom something is due: those of the `look` messages that are longest due, and if there are more, all of them, with one
   * look-up for each tenant that has scheduled anything. Runs under the system role.
   */
  async tenantsDue(tx: Transaction, look: number): Promise<string[]> {
    const due = await tx.query<{ tenantId: string }>(
      `select tenant_id as "tenantId" from message_sender.messages where due_at <= now() order by due_at limit $1`,
      [look],
    );
    const rows = due.length < look ? due : await this.#allTenantsDue(tx);
    return [...new Set(rows.map(({ tenantId }) => tenantId))];
  }

  async #allTenantsDue(tx: Transaction): Promise<{ tenantId: string }[]> {
    return tx.query<{ tenantId: string }>(
      `with recursive tenants as (
         (select m.tenant_id, m.due_at from message_sender.messages m where m.due_at is not null order by m.tenant_id, m.due_at limit 1)
         union all
         select n.* from tenants t cross join lateral (
           select m.tenant_id, m.due_at from message_sender.messages m where m.due_at is not null and m.tenant_id > t.tenant_id
           order by m.tenant_id, m.due_at limit 1) n
       )
       select tenant_id as "tenantId" from tenants where due_at <= now()`,
    );
  }

  /** Puts what is longest due of a tenant into the queue, at most `limit`. What another process is just taking, or somebody cancelling, is passed over. */
  async queueDue(tx: Transaction, limit: number): Promise<DueMessage[]> {
    return tx.query<DueMessage>(
      `with due as materialized (
         select id from message_sender.messages where tenant_id = $1 and due_at <= now() order by due_at, id limit $2 for update skip locked
       )
       update message_sender.messages m set state = 'queued', due_at = null, next_attempt_at = now(), updated_at = now()
       where m.tenant_id = $1 and m.id = any(array(select id from due)) and m.state = 'scheduled'
       returning m.id, m.outlet_id as "outletId", m.recipient_phone as phone, m.recipient_user_id as "userId", m.content,
         m.context_wamid as "contextWamid", m.trace_id as "traceId"`,
      [tx.tenantId, limit],
    );
  }

  /**
   * Takes back messages that wait for their time or in the queue. Whoever claims one has its row first, or finds it cancelled.
   *
   * @returns those of them that waited
   */
  async cancel(tx: Transaction, ids: readonly string[]): Promise<CancelledMessage[]> {
    return tx.query<CancelledMessage>(
      `with them as materialized (
         select id from message_sender.messages
         where tenant_id = $1 and id = any($2::uuid[]) and state in ('scheduled', 'queued') order by id for update
       )
       update message_sender.messages m set state = 'cancelled', due_at = null, updated_at = now()
       where m.tenant_id = $1 and m.id = any(array(select id from them)) and m.state in ('scheduled', 'queued')
       returning m.id, old.state as was, lane, outlet_id as "outletId", conversation_id as "conversationId", trace_id as "traceId",
         requested_by as "requestedBy"`,
      [tx.tenantId, ids],
    );
  }
}
