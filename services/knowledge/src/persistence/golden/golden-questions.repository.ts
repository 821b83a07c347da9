import { Injectable } from '@nestjs/common';
import { columnsOf, idAfter, type Transaction } from '#database';
import type { GoldenQuestion, NewQuestion, Outcome } from '../../domain/golden/golden-question.js';
import { GoldenQuestionRow } from './golden-question.entity.js';

/** What a question came to under a version. */
export interface Looked extends Outcome {
  id: string;
}

@Injectable()
export class GoldenQuestionsRepository {
  /** @returns up to `limit + 1` questions of a base, oldest first, after the given one */
  async list(tx: Transaction, baseId: string, limit: number, after?: string): Promise<GoldenQuestion[]> {
    return tx.query<GoldenQuestion>(
      `select ${columnsOf(GoldenQuestionRow, 'g')} from knowledge.golden_questions g
       where g.tenant_id = $1 and g.base_id = $2 and ${idAfter('g.id', '$3')} order by g.id limit $4`,
      [tx.tenantId, baseId, after ?? null, limit + 1],
    );
  }

  async count(tx: Transaction, baseId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::integer as count from knowledge.golden_questions where tenant_id = $1 and base_id = $2`,
      [tx.tenantId, baseId],
    );
    return row!.count;
  }

  /** Leaves out what the base has already. @returns the ids of what was added */
  async insert(tx: Transaction, baseId: string, questions: readonly (NewQuestion & { id: string; key: string })[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `insert into knowledge.golden_questions (tenant_id, base_id, id, question, earlier, expected, key, source_conversation_id, source_message_id)
       select $1, $2, q.id, q.question, q.earlier, q.expected, q.key, (q.source ->> 'conversationId')::uuid, (q.source ->> 'messageId')::uuid
       from jsonb_to_recordset($3::jsonb) as q (id uuid, question text, earlier text[], expected text[], key text, source jsonb)
       on conflict (tenant_id, base_id, key) do nothing returning id`,
      [tx.tenantId, baseId, JSON.stringify(questions)],
    );
    return rows.map(({ id }) => id);
  }

  /** Keeps what a version answered to each question. */
  async settle(tx: Transaction, version: number, looked: readonly Looked[]): Promise<void> {
    await tx.execute(
      `update knowledge.golden_questions g set answer = l.answer, found = l.found, checked_version = $2
       from jsonb_to_recordset($3::jsonb) as l (id uuid, answer text, found boolean)
       where g.tenant_id = $1 and g.id = any($4::uuid[]) and g.id = l.id`,
      [tx.tenantId, version, JSON.stringify(looked), looked.map(({ id }) => id)],
    );
  }

  /** @returns how many were made from what was written in one of these conversations */
  async deleteFrom(tx: Transaction, conversationIds: readonly string[]): Promise<number> {
    return tx.execute(`delete from knowledge.golden_questions where tenant_id = $1 and source_conversation_id = any($2::uuid[])`, [
      tx.tenantId,
      conversationIds,
    ]);
  }

  async deleteOf(tx: Transaction, baseId: string): Promise<void> {
    await tx.execute(`delete from knowledge.golden_questions where tenant_id = $1 and base_id = $2`, [tx.tenantId, baseId]);
  }
}
