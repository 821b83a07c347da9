import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { LlmConfig } from '../../domain/tenants/llm-config.js';

@Injectable()
export class LlmConfigsRepository {
  /** Runs changes of one tenant one after the other, even the first, when there is no row to lock yet. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('tenant.llm_configs:' || $1::text, 0))`, [tx.tenantId]);
  }

  async find(tx: Transaction): Promise<(LlmConfig & { version: number }) | undefined> {
    const rows = await tx.query<LlmConfig & { version: number }>(
      `select tone, language, model, temperature, system_prompt as "systemPrompt", escalation_keywords as "escalationKeywords",
         handoff_message as "handoffMessage", off_topic_guard as "offTopicGuard",
         version
       from tenant.llm_configs where tenant_id = $1`,
      [tx.tenantId],
    );
    return rows[0];
  }

  /** @returns the new version */
  async save(tx: Transaction, config: LlmConfig): Promise<number> {
    const rows = await tx.query<{ version: number }>(
      `insert into tenant.llm_configs (tenant_id, tone, language, model, temperature, system_prompt, escalation_keywords, handoff_message,
         off_topic_guard)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (tenant_id) do update set tone = excluded.tone, language = excluded.language, model = excluded.model,
         temperature = excluded.temperature, system_prompt = excluded.system_prompt, escalation_keywords = excluded.escalation_keywords,
         handoff_message = excluded.handoff_message, off_topic_guard = excluded.off_topic_guard,
         version = llm_configs.version + 1, updated_at = now()
       returning version`,
      [
        tx.tenantId,
        config.tone,
        config.language,
        config.model,
        config.temperature,
        config.systemPrompt,
        config.escalationKeywords,
        config.handoffMessage,
        config.offTopicGuard,
      ],
    );
    return rows[0]!.version;
  }
}
