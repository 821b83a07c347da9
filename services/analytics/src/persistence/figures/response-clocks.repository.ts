import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ResponseClock } from '../../domain/figures/response-clock.js';

@Injectable()
export class ResponseClocksRepository {
  /** Creates missing clocks of these conversations and locks all of them, sorted by conversation. */
  async lock(tx: Transaction, conversationIds: readonly string[]): Promise<ResponseClock[]> {
    // Both statements travel together; the second sees the rows that the first creates.
    const [, clocks] = await Promise.all([
      tx.execute(
        `insert into analytics.response_clocks (tenant_id, conversation_id)
         select $1, id from unnest($2::uuid[]) as id order by id on conflict do nothing`,
        [tx.tenantId, conversationIds],
      ),
      tx.query<ResponseClock>(
        `select conversation_id as "conversationId", waiting_since as "waitingSince", waiting_seq as "waitingSeq", answered_seq as "answeredSeq"
         from analytics.response_clocks where tenant_id = $1 and conversation_id = any($2::uuid[]) order by conversation_id for update`,
        [tx.tenantId, conversationIds],
      ),
    ]);
    return clocks;
  }

  /** Values are looked up by position, so that the planner can only start from the conversation ids. */
  async save(tx: Transaction, clocks: readonly ResponseClock[]): Promise<void> {
    await tx.execute(
      `update analytics.response_clocks c set (waiting_since, waiting_seq, answered_seq) = (
         select ($3::timestamptz[])[place], ($4::integer[])[place], ($5::integer[])[place] from array_position($2::uuid[], c.conversation_id) as place)
       where tenant_id = $1 and conversation_id = any($2::uuid[])`,
      [
        tx.tenantId,
        clocks.map((clock) => clock.conversationId),
        clocks.map((clock) => clock.waitingSince),
        clocks.map((clock) => clock.waitingSeq),
        clocks.map((clock) => clock.answeredSeq),
      ],
    );
  }
}
