import { Injectable } from '@nestjs/common';
import { ErasedIds, type Transaction } from '#database';

export interface ErasedContact {
  phones: readonly string[];
  userIds: readonly string[];
  conversationIds: readonly string[];
  /** Messages to the phone or user id up to this time are the erased customer's; later ones are to somebody else. */
  until: string;
}

/** Rows of a page. There is no index by recipient: erasing is rare, sending is not. */
const PAGE = 20_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class ErasedRepository extends ErasedIds {
  constructor() {
    // WhatsApp gives a message up after 30 days; what it says of it may come later.
    super({ table: 'message_sender.erased_ids', column: 'id', lock: 'erasure', keepDays: 90 });
  }

  /** @returns the messages to them and what was sent again in place of those, whenever; and those into groups, of which each participant has statuses */
  async findMessages(tx: Transaction, contact: ErasedContact): Promise<{ ids: string[]; toGroups: string[] }> {
    const found: { ids: string[]; toGroups: string[] } = { ids: [], toGroups: [] };
    for (let after: string | null = FIRST; after !== null;) {
      const [row]: { last: string | null; ids: string[]; toGroups: string[] }[] = await tx.query(
        `with page as materialized (
           select id, conversation_id, recipient_phone, recipient_user_id, recipient_group_id, created_at from message_sender.messages
           where tenant_id = $1 and id > $2 order by id limit ${PAGE}
         )
         select (select id from page order by id offset ${PAGE - 1} limit 1) as last,
           array(select id::text from page where conversation_id = any($3::uuid[])
             or ((recipient_phone = any($4::text[]) or recipient_user_id = any($5::text[])) and created_at <= $6::timestamptz)) as ids,
           array(select id::text from page where recipient_group_id is not null) as "toGroups"`,
        [tx.tenantId, after, contact.conversationIds, contact.phones, contact.userIds, contact.until],
      );
      found.ids.push(...row!.ids);
      found.toGroups.push(...row!.toGroups);
      after = row!.last;
    }
    found.ids.push(...(await this.#sentAgain(tx, found.ids)));
    return found;
  }

  /** Later than the erasure, too: what the business wrote to the customer who is forgotten must not reach whoever has the number now. */
  async #sentAgain(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const retries = new Set<string>();
    for (let of = ids; of.length > 0;) {
      // Whoever sends one of them again right now has its row, and is waited for; from then on nobody can.
      await tx.query(`select from message_sender.messages where tenant_id = $1 and id = any($2::uuid[]) order by id for update`, [
        tx.tenantId,
        of,
      ]);
      const rows = await tx.query<{ id: string }>(
        `select id from message_sender.messages where tenant_id = $1 and retry_of = any($2::uuid[])`,
        [tx.tenantId, of],
      );
      of = rows.map(({ id }) => id).filter((id) => !ids.includes(id) && !retries.has(id));
      for (const id of of) retries.add(id);
    }
    return [...retries];
  }

  /** @returns how many statuses went with the messages */
  async deleteMessages(tx: Transaction, ids: readonly string[]): Promise<{ messages: number; statuses: number; unsent: string[] }> {
    const values = [tx.tenantId, ids];
    const messages = await tx.query<{ id: string; state: string }>(
      `delete from message_sender.messages where tenant_id = $1 and id = any($2::uuid[]) returning id, state`,
      values,
    );
    const statuses = await tx.execute(
      `delete from message_sender.status_log where tenant_id = $1 and message_id = any($2::uuid[])`,
      values,
    );
    // Keys have no index by message; there are seven days of them.
    await tx.execute(
      `delete from message_sender.idempotency_keys where tenant_id = $1 and message_id in (select unnest($2::uuid[]))`,
      values,
    );
    return { messages: messages.length, statuses, unsent: messages.flatMap(({ id, state }) => (state === 'queued' ? [id] : [])) };
  }

  /** What WhatsApp reported of them about messages into groups, which stay. */
  async deleteStatusesOfParticipant(tx: Transaction, messageIds: readonly string[], { phones, userIds }: ErasedContact): Promise<number> {
    if (messageIds.length === 0) return 0;
    return tx.execute(
      `delete from message_sender.status_log where tenant_id = $1 and message_id = any($2::uuid[])
         and (participant = any($3::text[])) is true`,
      [tx.tenantId, messageIds, [...phones, ...userIds]],
    );
  }

  /** That WhatsApp kept promotions from them. */
  async deleteLimits(tx: Transaction, { phones, userIds }: ErasedContact): Promise<void> {
    await tx.execute(
      `delete from message_sender.delivery_limits where tenant_id = $1 and kind = 'marketing_cap' and key = any($2::text[])`,
      [tx.tenantId, [...phones, ...userIds]],
    );
  }

  /** Reports about messages that were sent elsewhere. */
  async deleteForeignStatuses(tx: Transaction, { phones, userIds }: ErasedContact): Promise<number> {
    return tx.execute(
      `delete from message_sender.status_log where tenant_id = $1 and message_id is null
         and (recipient ->> 'phone' = any($2::text[]) or recipient ->> 'userId' = any($3::text[]) or participant = any($2) or participant = any($3))`,
      [tx.tenantId, phones, userIds],
    );
  }
}
