import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { DueConversation } from '../../domain/ownership/waits.js';

const DUE = `select tenant_id as "tenantId", id as "conversationId" from conversation.conversations`;

/** By its id, and by nothing that it shares with all that is due: looked at once it is locked. */
const LOCKED = `select state, response_due_at, snoozed_until from conversation.conversations
  where tenant_id = $1 and id = $2 for update skip locked offset 0`;

/** What happens to conversations when a time comes. */
@Injectable()
export class WaitsRepository {
  /** Conversations of all tenants in which nobody wrote in time. System role. */
  async findOverdue(tx: Transaction, limit: number): Promise<DueConversation[]> {
    return tx.query<DueConversation>(`${DUE} where response_due_at <= statement_timestamp() order by response_due_at limit $1`, [limit]);
  }

  /** Conversations of all tenants that have slept long enough. System role. */
  async findRested(tx: Transaction, limit: number): Promise<DueConversation[]> {
    return tx.query<DueConversation>(
      `${DUE} where snoozed_until <= statement_timestamp() and state = 'snoozed' order by snoozed_until limit $1`,
      [limit],
    );
  }

  /** Takes an overdue conversation, once: one that was answered meanwhile, or that somebody is just working on, is not taken. */
  async lockOverdue(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(`select from (${LOCKED}) c where response_due_at <= clock_timestamp()`, [tx.tenantId, id]);
    return rows.length > 0;
  }

  /** The same for one that is to wake. */
  async lockRested(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(`select from (${LOCKED}) c where state = 'snoozed' and snoozed_until <= clock_timestamp()`, [
      tx.tenantId,
      id,
    ]);
    return rows.length > 0;
  }

  /** Conversations of agents whose answer is among these messages, has failed, and is the only one since the customer wrote. */
  async unansweredAgain(tx: Transaction, messageIds: readonly string[]): Promise<{ conversationId: string; outletId: string }[]> {
    return tx.query(
      `select distinct c.id as "conversationId", c.outlet_id as "outletId"
       from conversation.messages m join conversation.conversations c on c.tenant_id = $1 and c.id = m.conversation_id
       where m.tenant_id = $1 and m.id = any($2::uuid[]) and m.failed and m.author in ('agent', 'api') and c.owner = 'agent'
         and not exists (
           select from conversation.messages a
           where a.tenant_id = $1 and a.conversation_id = c.id and a.author in ('agent', 'api') and not a.failed and a.seq > coalesce((
             select i.seq from conversation.messages i
             where i.tenant_id = $1 and i.conversation_id = c.id and i.direction = 'inbound' order by i.seq desc limit 1), 0))`,
      [tx.tenantId, messageIds],
    );
  }

  /**
   * Promises answers to customers who wrote to agents.
   *
   * @param promises by when, by conversation
   * @returns the conversations in which there was no promise of this wait yet
   */
  async promise(tx: Transaction, promises: ReadonlyMap<string, string>): Promise<Set<string>> {
    if (promises.size === 0) return new Set();
    const ids = [...promises.keys()].sort();
    const rows = await tx.query<{ id: string }>(
      `with due as (select * from unnest($2::uuid[], $3::timestamptz[]) as d (id, at)),
       thread as (
         select c.id, d.at from (select * from due order by id) d cross join lateral (
           select id from conversation.conversations
           where tenant_id = $1 and id = d.id and owner = 'agent' and response_due_at is null and escalated_at is null for update) c
       )
       update conversation.conversations c set response_due_at = t.at from thread t
       where c.tenant_id = $1 and c.id = t.id returning c.id`,
      [tx.tenantId, ids, ids.map((id) => promises.get(id))],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
