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
  citations: { documentId: string; chunkId: string; title: string; score: number }[];
}

@Injectable()
export class AnswersRepository {
  async exists(tx: Transaction, requestId: string): Promise<boolean> {
    return (await tx.query(`select from llm_orchestration.answers where request_id = $1`, [requestId])).length > 0;
  }

  async insert(tx: Transaction, answer: AnswerRow): Promise<void> {
    await tx.execute(
      `insert into llm_orchestration.answers (tenant_id, request_id, conversation_id, outlet_id, epoch, outcome, handoff_reason, detail,
         responder, model, prompt_tokens, completion_tokens, duration_ms, citations)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        tx.tenantId,
        answer.requestId,
        answer.conversationId,
        answer.outletId,
        answer.epoch,
        answer.outcome,
        answer.handoffReason,
        answer.detail,
        answer.responder,
        answer.model,
        answer.promptTokens,
        answer.completionTokens,
        answer.durationMs,
        JSON.stringify(answer.citations),
      ],
    );
  }
  /** Tenants that keep messages for a time. System role. */
  async retentions(tx: Transaction): Promise<{ tenantId: string; messagesDays: number }[]> {
    return tx.query(
      `select tenant_id as "tenantId", messages_days as "messagesDays" from conversation.retention_v1 where messages_days is not null`,
    );
  }

  async deleteOld(tx: Transaction, days: number, limit: number): Promise<number> {
    return tx.execute(
      // Ids are those of the requests, UUIDv7: the oldest come first, and are as old as their ids say.
      `with old as materialized (
         select request_id from llm_orchestration.answers
         where tenant_id = $1 and request_id < (select uuidv7(make_interval(days => -$2::integer)))
           and created_at < now() - make_interval(days => $2::integer) order by request_id limit $3
       )
       delete from llm_orchestration.answers a using old where a.tenant_id = $1 and a.request_id = old.request_id`,
      [tx.tenantId, days, limit],
    );
  }
}
