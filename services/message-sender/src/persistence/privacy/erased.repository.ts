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

  async findMessages(tx: Transaction, contact: ErasedContact): Promise<string[]> {
    const found: string[] = [];
    for (let after: string | null = FIRST; after !== null;) {
      const [row]: { last: string | null; ids: string[] }[] = await tx.query(
        `with page as materialized (
           select id, conversation_id, recipient_phone, recipient_user_id, created_at from message_sender.messages
           where tenant_id = $1 and id > $2 order by id limit ${PAGE}
         )
         select (select id from page order by id offset ${PAGE - 1} limit 1) as last,
           array(select id::text from page where conversation_id = any($3::uuid[])
             or ((recipient_phone = any($4::text[]) or recipient_user_id = any($5::text[])) and created_at <= $6::timestamptz)) as ids`,
        [tx.tenantId, after, contact.conversationIds, contact.phones, contact.userIds, contact.until],
      );
      found.push(...row!.ids);
      after = row!.last;
    }
    return found;
  }

  /** @returns how many statuses went with the messages */
  async deleteMessages(tx: Transaction, ids: readonly string[]): Promise<{ messages: number; statuses: number }> {
    const values = [tx.tenantId, ids];
    const messages = await tx.execute(`delete from message_sender.messages where tenant_id = $1 and id = any($2::uuid[])`, values);
    const statuses = await tx.execute(
      `delete from message_sender.status_log where tenant_id = $1 and message_id = any($2::uuid[])`,
      values,
    );
    // Keys have no index by message; there are seven days of them.
    await tx.execute(
      `delete from message_sender.idempotency_keys where tenant_id = $1 and message_id in (select unnest($2::uuid[]))`,
      values,
    );
    return { messages, statuses };
  }

  /** Reports about messages that were sent elsewhere. */
  async deleteForeignStatuses(tx: Transaction, { phones, userIds }: ErasedContact): Promise<number> {
    return tx.execute(
      `delete from message_sender.status_log where tenant_id = $1 and message_id is null
         and (recipient ->> 'phone' = any($2::text[]) or recipient ->> 'userId' = any($3::text[]) or participant = any($3))`,
      [tx.tenantId, phones, userIds],
    );
  }
}
