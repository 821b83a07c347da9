import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { silentTypes } from '../threads/conversations.repository.js';

@Injectable()
export class FlowHoldsRepository {
  /**
   * A flow has spoken in a conversation that this transaction has locked: an answer of the bot that is under way is void.
   *
   * @param runId of the flow where it waits for the customer, else null
   * @param unansweredFromSeq what stands before it needs no answer any more
   * @param eventId that told so: of events of one conversation, later ones have higher ids (UUIDv7)
   * @returns false where a later one was followed already: nothing changes
   */
  async move(
    tx: Transaction,
    conversationId: string,
    { runId, unansweredFromSeq, eventId }: { runId: string | null; unansweredFromSeq: number; eventId: string },
  ): Promise<boolean> {
    const moved = await tx.execute(
      `update conversation.conversations set flow_run_id = $3, flow_event_id = $5, epoch = epoch + 1, reply_due_at = null, unread_count = 0,
         unanswered_from_seq = greatest(unanswered_from_seq, $4)
       where tenant_id = $1 and id = $2 and (flow_event_id is null or flow_event_id < $5)`,
      [tx.tenantId, conversationId, runId, unansweredFromSeq, eventId],
    );
    return moved > 0;
  }

  /** @returns the seq of the newest that the customer has said after this one */
  async saidAfter(tx: Transaction, conversationId: string, seq: number): Promise<number | undefined> {
    const [row] = await tx.query<{ seq: number }>(
      `select seq from conversation.messages
       where tenant_id = $1 and conversation_id = $2 and seq > $3 and direction = 'inbound' and type not in (${silentTypes})
       order by seq desc limit 1`,
      [tx.tenantId, conversationId, seq],
    );
    return row?.seq;
  }
}
