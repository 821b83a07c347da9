import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { LlmConfig } from '../domain/llm-config.js';

@Injectable()
export class LlmConfigsRepository {
  async find(tx: Transaction): Promise<LlmConfig | undefined> {
    const rows = await tx.query<LlmConfig>(
      `select tone, language, model, temperature, system_prompt as "systemPrompt", escalation_keywords as "escalationKeywords",
         handoff_message as "handoffMessage", off_topic_guard as "offTopicGuard"
       from tenant.llm_configs`,
    );
    return rows[0];
  }

  async save(tx: Transaction, config: LlmConfig): Promise<void> {
    await tx.execute(
      `insert into tenant.llm_configs (tenant_id, tone, language, model, temperature, system_prompt, escalation_keywords, handoff_message,
         off_topic_guard)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (tenant_id) do update set tone = excluded.tone, language = excluded.language, model = excluded.model,
         temperature = excluded.temperature, system_prompt = excluded.system_prompt, escalation_keywords = excluded.escalation_keywords,
         handoff_message = excluded.handoff_message, off_topic_guard = excluded.off_topic_guard, updated_at = now()`,
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
  }
}
