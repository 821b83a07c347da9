import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { RatedCategory } from '#whatsapp';
import type { MessageQuota, Rate, SpendingCap } from '../../domain/gate/facts.js';

/** A message that is held back may wait for weeks; whatever became of it is known by then. */
const RESERVED_DAYS = 32;

/** The country that stands for those without a row of their own. */
const ELSEWHERE = 'ZZ';

const marketOf = (country: string): string =>
  `(select market from billing.rate_markets_v1 where country = ${country} and effective_from <= coalesce($3::date, current_date) order by effective_from desc limit 1)`;

/** What a tenant may send and what WhatsApp charges: both belong to billing, and this uses what it publishes. */
@Injectable()
export class BillingRepository {
  /** @returns null where nothing binds */
  async messagesLeft(tx: Transaction): Promise<MessageQuota | null> {
    const [row] = await tx.query<Omit<MessageQuota, 'limit' | 'cap'> & { limit: number | null }>(
      `select limit_amount as "limit", used_amount + reserved_amount as used, is_full as "isFull" from billing.room_v1('messages')`,
    );
    return row && row.limit !== null ? { ...row, limit: row.limit, cap: row.isFull ? await this.spendingCap(tx) : null } : null;
  }

  /** @returns the daily cap, where it alone keeps the deposit from paying for another message */
  async spendingCap(tx: Transaction): Promise<SpendingCap | null> {
    const [cap] = await tx.query<SpendingCap>(
      `select currency, cap_minor as "capMinor", spent_minor as "spentMinor", ends_at as "endsAt" from billing.spending_cap_v1('messages')`,
    );
    return cap ?? null;
  }

  /** Whether a plan binds the tenant: then each message needs a unit before it goes into the queue. */
  async isLimited(tx: Transaction): Promise<boolean> {
    const rows = await tx.query(`select from billing.quotas_v1 where tenant_id = $1 and meter = 'messages' and limit_amount is not null`, [
      tx.tenantId,
    ]);
    return rows.length > 0;
  }

  /**
   * Promises a unit of the plan, or of the deposit, to each message, the first ones first. It is used when the message leaves, returns when it
   * fails or is taken back, and with the transaction it is not promised at all.
   *
   * @param ids each once @returns those that get none
   */
  async reserve(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
    // Two transactions that each have several tenants could wait for one another.
    tx.alone();
    const rows = await tx.query<{ key: string }>(
      `select key from billing.reserve_v1('messages', $1::uuid[], make_interval(days => $2)) where not granted`,
      [ids, RESERVED_DAYS],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** Returns the units of messages that will not leave. One without a unit changes nothing, whatever the plan says by now. */
  async release(tx: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    tx.alone();
    await tx.query(`select from billing.release_v1('messages', $1::uuid[])`, [ids]);
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
