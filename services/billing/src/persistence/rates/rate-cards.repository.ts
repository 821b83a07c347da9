import { Injectable } from '@nestjs/common';
import type { Read, Transaction } from '#database';
import type { ModelRate, PricePolicy, Rate, RateCard, RateMarket } from '../../domain/rates/rate-card.js';
import type { RateCardRow } from './rate-card.entity.js';

export type ImportedCard = Read<RateCardRow>;
export type StoredRate = Rate & { source: string };
export type StoredMarket = RateMarket & { source: string };
export type StoredPolicy = PricePolicy & { source: string };
export type StoredModelRate = ModelRate & { source: string };

/** Days are text: `pg` would make times of them. */
const SINCE = `effective_from::text as "effectiveFrom"`;
const CARD = `id, name, source, ${SINCE}, rates, markets, policies, models, imported_at as "importedAt", imported_by as "importedBy"`;

/** Prices of the installation: written under the system role, and read by all. */
@Injectable()
export class RateCardsRepository {
  /** Adds the rows of a card; a row whose key and day are there is corrected. @returns the import */
  async add(tx: Transaction, id: string, by: string, card: RateCard): Promise<ImportedCard> {
    const { name, source, effectiveFrom, rates, markets, policies, models } = card;
    const [imported] = await tx.query<ImportedCard>(
      `insert into billing.rate_cards (id, name, source, effective_from, rates, markets, policies, models, imported_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${CARD}`,
      [id, name, source, effectiveFrom, rates.length, markets.length, policies.length, models.length, by],
    );
    await tx.execute(
      `insert into billing.rates (market, category, currency, amount_micros, effective_from, source, card_id)
       select *, $6, $7 from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::date[]) as r (market, category, currency, amount, day)
       order by market, category, currency, day
       on conflict (market, category, currency, kind, effective_from) do update
         set amount_micros = excluded.amount_micros, source = excluded.source, card_id = excluded.card_id`,
      [...['market', 'category', 'currency', 'amountMicros', 'effectiveFrom'].map(of(rates)), source, id],
    );
    await tx.execute(
      `insert into billing.rate_markets (country, market, effective_from, source, card_id)
       select *, $4, $5 from unnest($1::text[], $2::text[], $3::date[]) as m (country, market, day) order by country, day
       on conflict (country, effective_from) do update set market = excluded.market, source = excluded.source, card_id = excluded.card_id`,
      [...['country', 'market', 'effectiveFrom'].map(of(markets)), source, id],
    );
    await tx.execute(
      `insert into billing.price_policies
         (category, is_billable, free_monthly, is_free_in_window, is_free_in_entry, effective_from, source, card_id)
       select *, $7, $8 from unnest($1::text[], $2::boolean[], $3::integer[], $4::boolean[], $5::boolean[], $6::date[])
         as p (category, billable, free, in_window, in_entry, day) order by category, day
       on conflict (category, effective_from) do update
         set is_billable = excluded.is_billable, free_monthly = excluded.free_monthly, is_free_in_window = excluded.is_free_in_window,
           is_free_in_entry = excluded.is_free_in_entry, source = excluded.source, card_id = excluded.card_id`,
      [...['category', 'isBillable', 'freeMonthly', 'isFreeInWindow', 'isFreeInEntry', 'effectiveFrom'].map(of(policies)), source, id],
    );
    await tx.execute(
      `insert into billing.model_prices (model, currency, prompt_micros, completion_micros, effective_from, source, card_id)
       select *, $6, $7 from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::date[]) as m (model, currency, prompt, completion, day)
       order by model, currency, day
       on conflict (model, currency, effective_from) do update set prompt_micros = excluded.prompt_micros,
         completion_micros = excluded.completion_micros, source = excluded.source, card_id = excluded.card_id`,
      [...['model', 'currency', 'promptMicros', 'completionMicros', 'effectiveFrom'].map(of(models)), source, id],
    );
    return imported!;
  }

  /** The imports, newest first. @param before the id at which the page before ended */
  async list(tx: Transaction, limit: number, before: string | undefined): Promise<ImportedCard[]> {
    return tx.query(
      `select ${CARD} from billing.rate_cards where id < coalesce($2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
       order by id desc limit $1`,
      [limit, before ?? null],
    );
  }

  /** Of each market, category and currency what holds on a day. @param currency null means all */
  async ratesOn(tx: Transaction, day: string, currency: string | null): Promise<StoredRate[]> {
    return tx.query(
      `select distinct on (market, category, currency, kind) market, category, currency, amount_micros as "amountMicros", source, ${SINCE} from billing.rates
       where effective_from <= $1 and ($2::text is null or currency = $2)
       order by market, category, currency, kind, effective_from desc`,
      [day, currency],
    );
  }

  async marketsOn(tx: Transaction, day: string): Promise<StoredMarket[]> {
    return tx.query(
      `select distinct on (country) country, market, source, ${SINCE} from billing.rate_markets where effective_from <= $1
       order by country, effective_from desc`,
      [day],
    );
  }

  async policiesOn(tx: Transaction, day: string): Promise<StoredPolicy[]> {
    return tx.query(
      `select distinct on (category) category, is_billable as "isBillable",
         free_monthly as "freeMonthly", is_free_in_window as "isFreeInWindow", is_free_in_entry as "isFreeInEntry", source, ${SINCE} from billing.price_policies where effective_from <= $1
       order by category, effective_from desc`,
      [day],
    );
  }

  async modelsOn(tx: Transaction, day: string, currency: string | null): Promise<StoredModelRate[]> {
    return tx.query(
      `select distinct on (model, currency) model, currency, prompt_micros as "promptMicros", completion_micros as "completionMicros", source, ${SINCE}
       from billing.model_prices where effective_from <= $1 and ($2::text is null or currency = $2)
       order by model, currency, effective_from desc`,
      [day, currency],
    );
  }
}

const of =
  (rows: readonly object[]) =>
  (name: string): unknown[] =>
    rows.map((row) => (row as Record<string, unknown>)[name]);
