import { Injectable } from '@nestjs/common';
import { partsOfMinor } from '#contracts';
import type { Transaction } from '#database';
import type { Cost, Tokens } from '../../domain/answers/answer.js';

/** What a model's tokens cost, from the view that billing publishes of its imported prices. */
@Injectable()
export class ModelPricesRepository {
  /**
   * @returns what tokens that are used now cost, in dollars where the model has such a price, as billing counts them; undefined where no price is
   * imported, for what needed no model, and for what the company's own key paid
   */
  async costOf(tx: Transaction, { model, promptTokens, completionTokens, ownKey }: Tokens): Promise<Cost | undefined> {
    if (promptTokens + completionTokens === 0 || ownKey) return undefined;
    const [price] = await tx.query<{ currency: string; promptMicros: number; completionMicros: number }>(
      `select currency, prompt_micros::float8 as "promptMicros", completion_micros::float8 as "completionMicros"
       from billing.model_prices_v1 where model = $1 and effective_from <= (now() at time zone 'utc')::date
       order by (currency = 'USD') desc, currency, effective_from desc limit 1`,
      [model],
    );
    if (!price) return undefined;
    const micros = (promptTokens * price.promptMicros + completionTokens * price.completionMicros) / TOKENS_OF_A_PRICE;
    return { costMinor: Number(partsOfMinor(micros, price.currency).toFixed(DIGITS)), currency: price.currency };
  }
}

const TOKENS_OF_A_PRICE = 1_000_000;
/** A token costs some hundred-thousandths of a cent. */
const DIGITS = 6;
