import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Longer than a question may wait for its answer: the streams keep events three days. */
const KEEP_DAYS = 14;

@Injectable()
export class ErasedRepository {
  /**
   * Whether a conversation is erased. If it is not, it stays so until the end of the transaction. Both statements travel together, and
   * the second sees what the first waited for.
   */
  async holds(tx: Transaction, conversationId: string): Promise<boolean> {
    const [, rows] = await Promise.all([
      tx.query(`select pg_advisory_xact_lock_shared(hashtextextended('erased-answers:' || $1::text, 0))`, [conversationId]),
      tx.query(`select from llm_orchestration.erased_conversations where tenant_id = $1 and conversation_id = $2`, [
        tx.tenantId,
        conversationId,
      ]),
    ]);
    return rows.length > 0;
  }

  /** Waits for everybody who is adding to the conversations; from then on nobody does. */
  async close(tx: Transaction, conversationIds: readonly string[]): Promise<void> {
    await tx.query(
      `select pg_advisory_xact_lock(key) from (
         select distinct hashtextextended('erased-answers:' || id, 0) as key from unnest($1::text[]) id order by key) keys`,
      [conversationIds],
    );
    await tx.execute(
      `insert into llm_orchestration.erased_conversations (tenant_id, conversation_id) select $1, unnest($2::uuid[]) on conflict do nothing`,
      [tx.tenantId, conversationIds],
    );
  }

  async deleteAnswers(tx: Transaction, conversationIds: readonly string[]): Promise<number> {
    return tx.execute(`delete from llm_orchestration.answers where tenant_id = $1 and conversation_id = any($2::uuid[])`, [
      tx.tenantId,
      conversationIds,
    ]);
  }

  /** All tenants, system role. */
  async prune(tx: Transaction): Promise<void> {
    await tx.execute(`delete from llm_orchestration.erased_conversations where erased_at < now() - make_interval(days => $1)`, [KEEP_DAYS]);
  }
}
