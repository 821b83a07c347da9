import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { RatedCategory } from '#whatsapp';
import type { Rate } from '../../domain/gate/facts.js';

/** The country that stands for those without a row of their own. */
const ELSEWHERE = 'ZZ';

const marketOf = (country: string): string =>
  `(select market from billing.rate_markets_v1 where country = ${country} and effective_from <= coalesce($3::date, current_date) order by effective_from desc limit 1)`;

/** What a tenant may send and what WhatsApp charges: both belong to billing, and this reads its published views. */
@Injectable()
export class BillingRepository {
  /** @returns null where nothing binds */
  async messagesLeft(tx: Transaction): Promise<{ limit: number; used: number } | null> {
    const [row] = await tx.query<{ limit: number | null; used: number }>(
      `select limit_amount::float8 as "limit", used_amount::float8 as used from billing.quotas_v1 where tenant_id = $1 and meter = 'messages'`,
      [tx.tenantId],
    );
    return row && row.limit !== null ? { limit: row.limit, used: row.used } : null;
  }

  /**
   * The rate that holds on a day, in dollars where the card has them.
   *
   * @param country null: one that nobody knows
   * @param day `YYYY-MM-DD`; today in UTC where it is left out
   */
  async rate(tx: Transaction, category: RatedCategory, country: string | null, day?: string): Promise<Rate | undefined> {
    const [row] = await tx.query<Omit<Rate, 'policy'> & NonNullable<Rate['policy']> & { hasPolicy: boolean }>(
      `select r.currency, r.amount_micros::float8 as "amountMicros", r.effective_from::text as "effectiveFrom", r.source,
         p.category is not null as "hasPolicy", p.is_billable as "isBillable", p.free_monthly as "freeMonthly",
         p.is_free_in_window as "isFreeInWindow", p.is_free_in_entry as "isFreeInEntry"
       from (select coalesce(${marketOf('$1')}, ${marketOf(`'${ELSEWHERE}'`)}) as market) m
       cross join lateral (
         select currency, amount_micros, effective_from, source from billing.rates_v1
         where market = m.market and category = $2 and effective_from <= coalesce($3::date, current_date)
         order by (currency = 'USD') desc, currency, effective_from desc limit 1) r
       left join lateral (
         select category, is_billable, free_monthly, is_free_in_window, is_free_in_entry from billing.price_policies_v1
         where category = $2 and effective_from <= coalesce($3::date, current_date) order by effective_from desc limit 1) p on true`,
      [country, category, day ?? null],
    );
    if (!row) return undefined;
    const { currency, amountMicros, effectiveFrom, source, hasPolicy, isBillable, freeMonthly, isFreeInWindow, isFreeInEntry } = row;
    const policy = hasPolicy ? { isBillable, freeMonthly, isFreeInWindow, isFreeInEntry } : null;
    return { currency, amountMicros, effectiveFrom, source, policy };
  }
}
