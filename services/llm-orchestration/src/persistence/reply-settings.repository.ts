import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface ReplySettings {
  tone: string;
  language: string;
  model: string | null;
  temperature: number | null;
  systemPrompt: string;
  escalationKeywords: string[];
  offTopicGuard: boolean;
}

/** How the tenant wants its customers answered, from the views that the tenant service publishes. */
@Injectable()
export class ReplySettingsRepository {
  /** Defaults where the tenant has set nothing. The outlet's language goes before the tenant's. */
  async find(tx: Transaction, outletId: string): Promise<ReplySettings> {
    const rows = await tx.query<ReplySettings>(
      `select coalesce(c.tone, 'friendly') as tone, coalesce(o.settings ->> 'language', c.language, 'en') as language,
         c.model, c.temperature, coalesce(c.system_prompt, '') as "systemPrompt",
         coalesce(c.escalation_keywords, '{}') as "escalationKeywords", coalesce(c.off_topic_guard, true) as "offTopicGuard"
       from (select 1) as one
       left join tenant.llm_configs_v1 c on true
       left join tenant.outlets_v1 o on o.id = $1`,
      [outletId],
    );
    return rows[0]!;
  }
}
