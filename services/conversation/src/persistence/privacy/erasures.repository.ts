import { Injectable } from '@nestjs/common';
import { idBefore, type Transaction } from '#database';
import type { ErasedBy, Erasure, Residual } from '../../domain/privacy/erasure.js';

const ERASURE = `e.id, e.contact_id as "contactId", e.requested_by as "requestedBy", e.requested_at as "requestedAt", e.completed_at as "completedAt",
  (select json_agg(json_build_object('service', s.service, 'counts', s.counts, 'residuals', s.residuals,
     'erasedAt', to_char(s.erased_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.erased_at, s.service)
   from conversation.erasure_services s where s.tenant_id = $1 and s.erasure_id = e.id) as services`;

/** The receipts, and taking a customer out of every table of this schema. */
@Injectable()
export class ErasuresRepository {
  async ofContact(tx: Transaction, contactId: string): Promise<Erasure | undefined> {
    const [row] = await tx.query<Erasure>(`select ${ERASURE} from conversation.erasures e where e.tenant_id = $1 and e.contact_id = $2`, [
      tx.tenantId,
      contactId,
    ]);
    return row;
  }

  async find(tx: Transaction, id: string): Promise<Erasure | undefined> {
    const [row] = await tx.query<Erasure>(`select ${ERASURE} from conversation.erasures e where e.tenant_id = $1 and e.id = $2`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }

  /** Newest first, one more than `limit` where there are more. */
  async list(tx: Transaction, beforeId: string | undefined, limit: number): Promise<Erasure[]> {
    return tx.query<Erasure>(
      `select ${ERASURE} from conversation.erasures e where e.tenant_id = $1 and ${idBefore('e.id', '$2')} order by e.id desc limit $3`,
      [tx.tenantId, beforeId ?? null, limit + 1],
    );
  }

  /** @param services that are to answer */
  async insert(
    tx: Transaction,
    erasure: { id: string; contactId: string; requestedBy: string; at: string },
    services: readonly string[],
  ): Promise<void> {
    await tx.execute(
      `insert into conversation.erasures (tenant_id, id, contact_id, requested_by, requested_at) values ($1, $2, $3, $4, $5)`,
      [tx.tenantId, erasure.id, erasure.contactId, erasure.requestedBy, erasure.at],
    );
    await tx.execute(`insert into conversation.erasure_services (tenant_id, erasure_id, service) select $1, $2, unnest($3::text[])`, [
      tx.tenantId,
      erasure.id,
      services,
    ]);
  }

  /** Locks the receipt, so that of two answers one is the last. @returns what every service has said so far */
  async record(
    tx: Transaction,
    erasureId: string,
    answer: { service: string; at: string; counts: Record<string, number>; residuals: readonly Residual[] },
  ): Promise<Pick<ErasedBy, 'service' | 'erasedAt'>[]> {
    await tx.query(`select from conversation.erasures where tenant_id = $1 and id = $2 for update`, [tx.tenantId, erasureId]);
    await tx.execute(
      `update conversation.erasure_services set erased_at = $4, counts = $5, residuals = $6
       where tenant_id = $1 and erasure_id = $2 and service = $3`,
      [tx.tenantId, erasureId, answer.service, answer.at, JSON.stringify(answer.counts), JSON.stringify(answer.residuals)],
    );
    return tx.query(`select service, erased_at as "erasedAt" from conversation.erasure_services where tenant_id = $1 and erasure_id = $2`, [
      tx.tenantId,
      erasureId,
    ]);
  }

  async complete(tx: Transaction, erasureId: string, at: string): Promise<void> {
    await tx.execute(`update conversation.erasures set completed_at = $3 where tenant_id = $1 and id = $2`, [tx.tenantId, erasureId, at]);
  }

  /** The contact and all that were merged into it, at any time. */
  async withMerged(tx: Transaction, contactId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with recursive merged as (
         select $2::uuid as id
         union
         select k.id from merged m join conversation.contacts k on k.tenant_id = $1 and k.merged_into = m.id
       ) select id from merged`,
      [tx.tenantId, contactId],
    );
    return rows.map((row) => row.id);
  }

  /** Conversations that went into these, at any time; forgotten with this. */
  async takeMergedAway(tx: Transaction, conversationIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with recursive away as (
         select m.id from conversation.merged_conversations m where m.tenant_id = $1 and m.into_id = any($2::uuid[])
         union
         select m.id from away a join conversation.merged_conversations m on m.tenant_id = $1 and m.into_id = a.id
       )
       delete from conversation.merged_conversations m using away where m.tenant_id = $1 and m.id = away.id returning m.id`,
      [tx.tenantId, conversationIds],
    );
    return rows.map((row) => row.id);
  }

  /** Under what WhatsApp knew the customer when the messages came: numbers change. */
  async senders(tx: Transaction, conversationIds: readonly string[]): Promise<{ phone: string | null; userId: string | null }[]> {
    return tx.query(
      `select distinct content ->> 'from' as phone, content ->> 'from_user_id' as "userId" from conversation.messages
       where tenant_id = $1 and conversation_id = any($2::uuid[]) and direction = 'inbound'`,
      [tx.tenantId, conversationIds],
    );
  }

  /** Those of the identifiers that are another contact's now. */
  async heldByOthers(
    tx: Transaction,
    contactIds: readonly string[],
    phones: readonly string[],
    userIds: readonly string[],
  ): Promise<{ phone: string | null; userId: string | null }[]> {
    return tx.query(
      `select phone, user_id as "userId" from conversation.contacts
       where tenant_id = $1 and phone = any($3::text[]) and not (id = any($2::uuid[]))
       union all
       select phone, user_id as "userId" from conversation.contacts
       where tenant_id = $1 and user_id = any($4::text[]) and not (id = any($2::uuid[]))`,
      [tx.tenantId, contactIds, phones, userIds],
    );
  }

  /** @returns the messages that are gone, with what they were found by */
  async deleteMessages(tx: Transaction, conversationIds: readonly string[]): Promise<{ id: string; text: string | null }[]> {
    return tx.query(`delete from conversation.messages where tenant_id = $1 and conversation_id = any($2::uuid[]) returning id, text`, [
      tx.tenantId,
      conversationIds,
    ]);
  }

  /** What was kept by the ids of messages. */
  async deleteOfMessages(tx: Transaction, messageIds: readonly string[]): Promise<void> {
    await tx.execute(`delete from conversation.pending_statuses where tenant_id = $1 and message_id = any($2::uuid[])`, [
      tx.tenantId,
      messageIds,
    ]);
    // Keys have no index by message; there are seven days of them.
    await tx.execute(`delete from conversation.idempotency_keys where tenant_id = $1 and message_id in (select unnest($2::uuid[]))`, [
      tx.tenantId,
      messageIds,
    ]);
  }

  /** Edits and revocations of theirs that wait for their messages. */
  async deleteParkedChanges(tx: Transaction, phones: readonly string[], userIds: readonly string[]): Promise<void> {
    const of = (column: string, values: readonly string[]) =>
      tx.execute(`delete from conversation.pending_changes where tenant_id = $1 and ${column} = any($2::text[])`, [tx.tenantId, values]);
    await of('phone', phones);
    await of('user_id', userIds);
  }

  async deleteConversations(
    tx: Transaction,
    conversationIds: readonly string[],
  ): Promise<{ notes: number; labels: number; conversations: number }> {
    const values = [tx.tenantId, conversationIds];
    const notes = await tx.execute(`delete from conversation.notes where tenant_id = $1 and conversation_id = any($2::uuid[])`, values);
    await tx.execute(`delete from conversation.surveys where tenant_id = $1 and conversation_id = any($2::uuid[])`, values);
    await tx.execute(`delete from conversation.activities where tenant_id = $1 and conversation_id = any($2::uuid[])`, values);
    const labels = await tx.execute(
      `delete from conversation.conversation_labels where tenant_id = $1 and conversation_id = any($2::uuid[])`,
      values,
    );
    const conversations = await tx.execute(`delete from conversation.conversations where tenant_id = $1 and id = any($2::uuid[])`, values);
    return { notes, labels, conversations };
  }

  async deleteContacts(tx: Transaction, contactIds: readonly string[]): Promise<number> {
    return tx.execute(`delete from conversation.contacts where tenant_id = $1 and id = any($2::uuid[])`, [tx.tenantId, contactIds]);
  }
}
