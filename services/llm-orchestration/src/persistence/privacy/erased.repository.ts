import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Longer than a request may wait: streams keep events for three days. */
const KEEP_DAYS = 14;

@Injectable()
export class ErasedRepository {
  /**
   * The conversations that are erased. The others cannot be erased until the transaction ends. Both statements travel together; the second
   * sees the result of what the first waited for.
   */
  async heldAmong(tx: Transaction, conversationIds: readonly string[]): Promise<Set<string>> {
    const [, rows] = await Promise.all([
      // Same lock order as an erasure, to avoid deadlocks.
      tx.query(
        `select pg_advisory_xact_lock_shared(key) from (
           select distinct hashtextextended('erased-answers:' || id, 0) as key from unnest($1::text[]) id order by key) keys`,
        [conversationIds],
      ),
      tx.query<{ id: string }>(
        `select conversation_id as id from llm_orchestration.erased_conversations where tenant_id = $1 and conversation_id = any($2::uuid[])`,
        [tx.tenantId, conversationIds],
      ),
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Waits for transactions that add to the conversations, then keeps new ones out. */
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

  /** Deletes old marks of all tenants. System role. */
  async prune(tx: Transaction, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (
         select tenant_id, conversation_id from llm_orchestration.erased_conversations
         where erased_at < now() - make_interval(days => $1) order by erased_at limit $2
       )
       delete from llm_orchestration.erased_conversations e using old
       where e.tenant_id = old.tenant_id and e.conversation_id = old.conversation_id`,
      [KEEP_DAYS, limit],
    );
  }
}
