import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Decision } from '../../domain/suggestions/suggestion.js';

/** Older ones are forgotten: what was asked in vain so long ago is no longer among what is looked at. */
const KEPT = 500;

@Injectable()
export class DecisionsRepository {
  /** @returns the newest first; ids are in the order of time */
  async list(tx: Transaction): Promise<Decision[]> {
    return tx.query<Decision>(
      `select decision, terms, decided_at as "decidedAt" from knowledge.suggestion_decisions where tenant_id = $1 order by id desc limit $2`,
      [tx.tenantId, KEPT],
    );
  }

  async insert(
    tx: Transaction,
    { id, decision, terms, by }: { id: string; decision: string; terms: readonly string[]; by: string },
  ): Promise<void> {
    await tx.execute(
      `insert into knowledge.suggestion_decisions (tenant_id, id, decision, terms, decided_by, decided_at) values ($1, $2, $3, $4, $5, clock_timestamp())`,
      [tx.tenantId, id, decision, terms, by],
    );
    await tx.execute(
      `delete from knowledge.suggestion_decisions where tenant_id = $1 and id < (
         select id from knowledge.suggestion_decisions where tenant_id = $1 order by id desc offset $2 limit 1)`,
      [tx.tenantId, KEPT],
    );
  }
}
