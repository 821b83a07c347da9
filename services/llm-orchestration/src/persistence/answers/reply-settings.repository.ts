import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface ReplySettings {
  tone: string;
  language: string;
  model: string | null;
  temperature: number | null;
  /** The company's own model server; null where the installation's answers. */
  server: { baseUrl: string; sealedKey: string; model: string; fallbackModel: string | null } | null;
  systemPrompt: string;
  escalationKeywords: string[];
  offTopicGuard: boolean;
  /** The plan has no room for another answer, and the deposit does not pay for one. */
  isUsedUp: boolean;
  /** Answers of this month that are made or under way, and how many the plan allows; null where it sets no limit. */
  used: number | null;
  limit: number | null;
  /** A plan binds the tenant: each answer needs a unit before it is made. */
  isLimited: boolean;
  /** The plan has room for a message that carries an answer. */
  isMessageLeft: boolean;
}

const NO_OUTLET = '00000000-0000-0000-0000-000000000000';
/** An answer takes seconds; a request that is given up and comes again reserves again. */
const RESERVED_MINUTES = 15;

/** The tenant's settings for answers, from views that the tenant service and billing publish. */
@Injectable()
export class ReplySettingsRepository {
  /** Settings by outlet, with defaults for what the tenant has not set. The outlet's language wins over the tenant's. */
  async find(tx: Transaction, outletIds: readonly string[]): Promise<Map<string, ReplySettings>> {
    const rows = await tx.query<ReplySettings & { outletId: string }>(
      `select asked.id as "outletId", coalesce(c.tone, 'friendly') as tone, coalesce(o.settings ->> 'language', c.language, 'en') as language,
         c.model, c.temperature, s.server, coalesce(c.system_prompt, '') as "systemPrompt",
         coalesce(c.escalation_keywords, '{}') as "escalationKeywords", coalesce(c.off_topic_guard, true) as "offTopicGuard",
         coalesce(a.is_full, false) as "isUsedUp", a.used_amount + a.reserved_amount as used, a.limit_amount as "limit",
         a.limit_amount is not null as "isLimited", not coalesce(m.is_full, false) as "isMessageLeft"
       from unnest($2::uuid[]) as asked (id)
       left join lateral (select * from tenant.llm_configs_v1 where tenant_id = $1 limit 1) c on true
       left join lateral (
         select json_build_object('baseUrl', base_url, 'sealedKey', api_key_sealed, 'model', model, 'fallbackModel', fallback_model) as server
         from tenant.model_servers_v1 where tenant_id = $1 limit 1) s on true
       left join lateral billing.room_v1('aiReplies') a on true
       left join lateral billing.room_v1('messages') m on true
       left join lateral (select settings from tenant.outlets_v1 where tenant_id = $1 and id = asked.id limit 1) o on true`,
      [tx.tenantId, outletIds],
    );
    return new Map(rows.map(({ outletId, ...settings }) => [outletId, settings]));
  }

  /** The same for one question. @param outletId left out where it came through no outlet */
  async of(tx: Transaction, outletId = NO_OUTLET): Promise<ReplySettings> {
    return (await this.find(tx, [outletId])).get(outletId)!;
  }

  /**
   * Promises a unit of the plan, or of the deposit, to each request. It is used with the answer, and returns with a handover or by itself.
   *
   * @param requestIds each once @returns those that got one
   */
  async reserve(tx: Transaction, requestIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ key: string }>(
      `select key from billing.reserve_v1('aiReplies', $1::uuid[], make_interval(mins => $2)) where granted`,
      [requestIds, RESERVED_MINUTES],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Returns the unit of a request that gets no answer, and of which no event will tell. */
  async release(tx: Transaction, requestId: string): Promise<void> {
    await tx.query(`select from billing.release_v1('aiReplies', array[$1::uuid])`, [requestId]);
  }
}
