import { Injectable } from '@nestjs/common';
import { ErasedIds, type Transaction } from '#database';

@Injectable()
export class ErasedRepository extends ErasedIds {
  constructor() {
    // Longer than a request may wait: streams keep events for three days.
    super({ table: 'llm_orchestration.erased_conversations', column: 'conversation_id', lock: 'erased-answers', keepDays: 14 });
  }

  async deleteAnswers(tx: Transaction, conversationIds: readonly string[]): Promise<number> {
    return tx.execute(`delete from llm_orchestration.answers where tenant_id = $1 and conversation_id = any($2::uuid[])`, [
      tx.tenantId,
      conversationIds,
    ]);
  }
}
