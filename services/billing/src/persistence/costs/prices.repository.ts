import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { ANY_COUNTRY } from '../../domain/rates/rate-card.js';
import type { CardRate } from '../../domain/costs/message-cost.js';
import type { ModelPrice } from '../../domain/costs/model-cost.js';

export interface AskedRate {
  category: string;
  country: string | null;
  day: string;
}

const marketOf = (country: string): string =>
  `(select market from billing.rate_markets where country = ${country} and effective_from <= k.day order by effective_from desc limit 1)`;

/** What holds on a day, of many keys at a time; in dollars where the card has them. */
@Injectable()
export class PricesRepository {
  /** @returns in the order of what was asked; undefined where no card has it */
  async rates(tx: Transaction, asked: readonly AskedRate[]): Promise<(CardRate | undefined)[]> {
    if (asked.length === 0) return [];
    const rows = await tx.query<{
      currency: string | null;
      amountMicros: number;
      isBillable: boolean | null;
      isFreeInWindow: boolean;
    }>(
      `select r.currency, r.amount_micros::float8 as "amountMicros", p.is_billable as "isBillable", p.is_free_in_window as "isFreeInWindow"
       from unnest($1::text[], $2::text[], $3::date[]) with ordinality as k (category, country, day, place)
       cross join lateral (select coalesce(${marketOf('k.country')}, ${marketOf(`'${ANY_COUNTRY}'`)}) as market) m
       left join lateral (
         select currency, amount_micros from billing.rates
         where market = m.market and category = k.category and effective_from <= k.day
         order by (currency = 'USD') desc, currency, effective_from desc limit 1) r on true
       left join lateral (
         select is_billable, is_free_in_window from billing.price_policies
         where category = k.category and effective_from <= k.day order by effective_from desc limit 1) p on true
       order by k.place`,
      [asked.map(({ category }) => category), asked.map(({ country }) => country), asked.map(({ day }) => day)],
    );
    return rows.map(({ currency, amountMicros, isBillable, isFreeInWindow }) =>
      currency === null ? undefined : { currency, amountMicros, policy: isBillable === null ? null : { isBillable, isFreeInWindow } },
    );
  }

  /** @returns in the order of what was asked; undefined where no price is imported */
  async models(tx: Transaction, asked: readonly { model: string; day: string }[]): Promise<(ModelPrice | undefined)[]> {
    if (asked.length === 0) return [];
    const rows = await tx.query<ModelPrice | { currency: null }>(
      `select p.currency, p.prompt_micros::float8 as "promptMicros", p.completion_micros::float8 as "completionMicros"
       from unnest($1::text[], $2::date[]) with ordinality as k (model, day, place)
       left join lateral (
         select currency, prompt_micros, completion_micros from billing.model_prices
         where model = k.model and effective_from <= k.day
         order by (currency = 'USD') desc, currency, effective_from desc limit 1) p on true
       order by k.place`,
      [asked.map(({ model }) => model), asked.map(({ day }) => day)],
    );
    return rows.map((row) => (row.currency === null ? undefined : row));
  }

  /** How many of a category are free for a number and month, as it holds on a day. */
  async freeMonthly(tx: Transaction, day: string): Promise<Map<string, number>> {
    const rows = await tx.query<{ category: string; free: number }>(
      `select distinct on (category) category, free_monthly as free from billing.price_policies where effective_from <= $1
       order by category, effective_from desc`,
      [day],
    );
    return new Map(rows.filter(({ free }) => free > 0).map(({ category, free }) => [category, free]));
  }
}
