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
  /** The answers that the plan allows in this month are used. */
  isUsedUp: boolean;
  /** Answers of this month, and how many the plan allows; null where it sets no limit. */
  used: number | null;
  limit: number | null;
}

const NO_OUTLET = '00000000-0000-0000-0000-000000000000';

/** The tenant's settings for answers, from views that the tenant service and billing publish. */
@Injectable()
export class ReplySettingsRepository {
  /** Settings by outlet, with defaults for what the tenant has not set. The outlet's language wins over the tenant's. */
  async find(tx: Transaction, outletIds: readonly string[]): Promise<Map<string, ReplySettings>> {
    const rows = await tx.query<ReplySettings & { outletId: string }>(
      `select asked.id as "outletId", coalesce(c.tone, 'friendly') as tone, coalesce(o.settings ->> 'language', c.language, 'en') as language,
         c.model, c.temperature, coalesce(c.system_prompt, '') as "systemPrompt",
         coalesce(c.escalation_keywords, '{}') as "escalationKeywords", coalesce(c.off_topic_guard, true) as "offTopicGuard",
         coalesce(q.used_amount >= q.limit_amount, false) as "isUsedUp", q.used_amount::float8 as used, q.limit_amount::float8 as "limit"
       from unnest($2::uuid[]) as asked (id)
       left join lateral (select * from tenant.llm_configs_v1 where tenant_id = $1 limit 1) c on true
       left join lateral (select limit_amount, used_amount from billing.quotas_v1 where tenant_id = $1 and meter = 'aiReplies') q on true
       left join lateral (select settings from tenant.outlets_v1 where tenant_id = $1 and id = asked.id limit 1) o on true`,
      [tx.tenantId, outletIds],
    );
    return new Map(rows.map(({ outletId, ...settings }) => [outletId, settings]));
  }

  /** The same for a question that came through no outlet. */
  async ofTenant(tx: Transaction): Promise<ReplySettings> {
    const settings = await this.find(tx, [NO_OUTLET]);
    return settings.get(NO_OUTLET)!;
  }
}
