import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface AnswerRow {
  requestId: string;
  conversationId: string;
  outletId: string;
  epoch: number;
  outcome: 'answer' | 'handoff';
  handoffReason: string | undefined;
  detail: string | undefined;
  responder: 'offline' | 'model';
  model: string;
  promptTokens: number;
  completionTokens: number;
  durationMs: number;
  ownKey?: true | undefined;
  citations: { documentId: string; chunkId: string; title: string; page?: number | undefined; score: number }[];
}

@Injectable()
export class AnswersRepository {
  /** The requests that were answered already. */
  async among(tx: Transaction, requestIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ requestId: string }>(
      `select request_id as "requestId" from llm_orchestration.answers where tenant_id = $1 and request_id = any($2::uuid[])`,
      [tx.tenantId, requestIds],
    );
    return new Set(rows.map(({ requestId }) => requestId));
  }

  async insert(tx: Transaction, answers: readonly AnswerRow[]): Promise<void> {
    await tx.execute(
      `insert into llm_orchestration.answers (tenant_id, request_id, conversation_id, outlet_id, epoch, outcome, handoff_reason, detail,
         responder, model, prompt_tokens, completion_tokens, duration_ms, citations, own_key)
       select $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::integer[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
         $11::integer[], $12::integer[], $13::integer[], $14::jsonb[], $15::boolean[])`,
      [
        tx.tenantId,
        answers.map(({ requestId }) => requestId),
        answers.map(({ conversationId }) => conversationId),
        answers.map(({ outletId }) => outletId),
        answers.map(({ epoch }) => epoch),
        answers.map(({ outcome }) => outcome),
        answers.map(({ handoffReason }) => handoffReason ?? null),
        answers.map(({ detail }) => detail ?? null),
        answers.map(({ responder }) => responder),
        answers.map(({ model }) => model),
        answers.map(({ promptTokens }) => promptTokens),
        answers.map(({ completionTokens }) => completionTokens),
        answers.map(({ durationMs }) => durationMs),
        answers.map(({ citations }) => JSON.stringify(citations)),
        answers.map(({ ownKey }) => ownKey ?? false),
      ],
    );
  }
}
