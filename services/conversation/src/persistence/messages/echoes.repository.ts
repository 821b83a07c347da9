import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface PhoneMessage {
  id: string;
  conversationId: string;
  wamid: string;
  type: string;
  text: string | undefined;
  /** JSON, as WhatsApp sent it. */
  content: string | null;
  at: string;
}

/** What people of the business wrote on the phone app. */
@Injectable()
export class EchoesRepository {
  /**
   * Puts one at the end of a conversation that this transaction has locked: people have answered, and have looked.
   *
   * @returns its seq; undefined where it stands there already
   */
  async append(tx: Transaction, message: PhoneMessage): Promise<number | undefined> {
    const [row] = await tx.query<{ seq: number }>(
      `with moved as (
         update conversation.conversations set next_seq = next_seq + 1, unread_count = 0, unanswered_from_seq = next_seq + 1,
           last_message_at = greatest(last_message_at, $8::timestamptz)
         where tenant_id = $1::uuid and id = $3::uuid
           and not exists (select from conversation.messages where tenant_id = $1 and wamid = $4::text and conversation_id = $3)
         returning next_seq - 1 as seq, epoch
       )
       insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, wamid, status, epoch, at)
       select $1, $2::uuid, $3, seq, 'outbound', 'agent', $5::text, $6::text, $7::jsonb, $4, 'sent', epoch, $8 from moved
       returning seq`,
      [tx.tenantId, message.id, message.conversationId, message.wamid, message.type, message.text, message.content, message.at],
    );
    return row?.seq;
  }
}
