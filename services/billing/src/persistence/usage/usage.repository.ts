import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Period } from '#service-kit';
import type { DayUsage, PricedMessage } from '../../domain/usage/tally.js';

export interface Charge {
  category: string;
  type: string;
  messages: number;
}

export type UsageTotals = Omit<DayUsage, 'day'>;

@Injectable()
export class UsageRepository {
  /** Adds to the days' counters. @param days sorted by day */
  async add(tx: Transaction, days: readonly DayUsage[]): Promise<void> {
    if (days.length === 0) return;
    await tx.execute(
      `insert into billing.usage_daily as u (tenant_id, day, messages_in, messages_out, ai_replies, prompt_tokens, completion_tokens)
       select $1, * from unnest($2::date[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
       on conflict (tenant_id, day) do update set messages_in = u.messages_in + excluded.messages_in,
         messages_out = u.messages_out + excluded.messages_out, ai_replies = u.ai_replies + excluded.ai_replies,
         prompt_tokens = u.prompt_tokens + excluded.prompt_tokens, completion_tokens = u.completion_tokens + excluded.completion_tokens`,
      [
        tx.tenantId,
        days.map((day) => day.day),
        days.map((day) => day.messagesIn),
        days.map((day) => day.messagesOut),
        days.map((day) => day.aiReplies),
        days.map((day) => day.promptTokens),
        days.map((day) => day.completionTokens),
      ],
    );
  }

  /** Counts each message once per category and type, ever. @param priced sorted by message, category, type */
  async addCharges(tx: Transaction, priced: readonly PricedMessage[]): Promise<void> {
    if (priced.length === 0) return;
    await tx.execute(
      `with fresh as (
         insert into billing.priced_messages (tenant_id, message_id, category, type, day)
         select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::date[])
         on conflict do nothing returning category, type, day)
       insert into billing.charges_daily as c (tenant_id, day, category, type, messages)
       select $1, day, category, type, count(*) from fresh group by day, category, type order by day, category, type
       on conflict (tenant_id, day, category, type) do update set messages = c.messages + excluded.messages`,
      [
        tx.tenantId,
        priced.map((message) => message.messageId),
        priced.map((message) => message.category),
        priced.map((message) => message.type),
        priced.map((message) => message.day),
      ],
    );
  }

  async totals(tx: Transaction, period: Period): Promise<UsageTotals> {
    const rows = await tx.query<UsageTotals>(
      `select coalesce(sum(messages_in), 0) as "messagesIn", coalesce(sum(messages_out), 0) as "messagesOut",
         coalesce(sum(ai_replies), 0) as "aiReplies", coalesce(sum(prompt_tokens), 0) as "promptTokens",
         coalesce(sum(completion_tokens), 0) as "completionTokens"
       from billing.usage_daily where tenant_id = $3 and day between $1 and $2`,
      [period.from, period.to, tx.tenantId],
    );
    return rows[0]!;
  }

  /** Messages that WhatsApp charges for, by category and type. */
  async charges(tx: Transaction, period: Period): Promise<Charge[]> {
    return tx.query(
      `select category, type, sum(messages) as messages from billing.charges_daily
       where tenant_id = $3 and day between $1 and $2 group by category, type order by category, type`,
      [period.from, period.to, tx.tenantId],
    );
  }

  /** One entry per day, also for days without usage. */
  async daily(tx: Transaction, period: Period): Promise<(DayUsage & { charges: Charge[] })[]> {
    return tx.query(
      `select to_char(d.day, 'YYYY-MM-DD') as day, coalesce(u.messages_in, 0) as "messagesIn", coalesce(u.messages_out, 0) as "messagesOut",
         coalesce(u.ai_replies, 0) as "aiReplies", coalesce(u.prompt_tokens, 0) as "promptTokens",
         coalesce(u.completion_tokens, 0) as "completionTokens", coalesce(c.charges, '[]') as charges
       from generate_series($1::timestamp, $2::timestamp, interval '1 day') as d (day)
       left join billing.usage_daily u on u.tenant_id = $3 and u.day = d.day::date
       left join lateral (
         select jsonb_agg(jsonb_build_object('category', category, 'type', type, 'messages', messages) order by category, type) as charges
         from billing.charges_daily where tenant_id = $3 and day = d.day::date) c on true
       order by d.day`,
      [period.from, period.to, tx.tenantId],
    );
  }
}
