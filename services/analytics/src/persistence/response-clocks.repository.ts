import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ResponseClock } from '../domain/response-clock.js';

@Injectable()
export class ResponseClocksRepository {
  /** The clocks of these conversations, made where they are missing, locked in one order. */
  async lock(tx: Transaction, conversationIds: readonly string[]): Promise<ResponseClock[]> {
    await tx.execute(
      `insert into analytics.response_clocks (tenant_id, conversation_id)
       select $1, id from unnest($2::uuid[]) as id order by id on conflict do nothing`,
      [tx.tenantId, conversationIds],
    );
    return tx.query(
      `select conversation_id as "conversationId", waiting_since as "waitingSince", waiting_seq as "waitingSeq", answered_seq as "answeredSeq"
       from analytics.response_clocks where conversation_id = any($1::uuid[]) order by conversation_id for update`,
      [conversationIds],
    );
  }

  async save(tx: Transaction, clocks: readonly ResponseClock[]): Promise<void> {
    await tx.execute(
      `update analytics.response_clocks c set waiting_since = n.since, waiting_seq = n.seq, answered_seq = n.answered
       from unnest($2::uuid[], $3::timestamptz[], $4::integer[], $5::integer[]) as n (id, since, seq, answered)
       where c.tenant_id = $1 and c.conversation_id = n.id`,
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
