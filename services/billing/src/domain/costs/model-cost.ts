import { NO_CURRENCY } from './message-cost.js';
import type { Growth } from './sums.js';

/** Stands for the outlet of an answer that no customer got: of somebody who tried the assistant. */
export const NO_OUTLET = '00000000-0000-0000-0000-000000000000';

/** Stands for the outlet of what an encoder was given: documents, and questions that are searched by their meaning. */
export const OF_KNOWLEDGE = '00000000-0000-0000-0000-000000000001';

/** Tokens of one answer, or of texts that an encoder was given. */
export interface UsedTokens {
  at: string;
  outletId: string;
  model: string;
  promptTokens: number;
  completionTokens: number;
  /** Answers or texts; one where it is left out. */
  quantity?: number;
  /** The company's own key paid for them. */
  ownKey?: boolean | undefined;
}

/** Millionths of a unit of the currency for a million tokens. */
export interface ModelPrice {
  currency: string;
  promptMicros: number;
  completionMicros: number;
}

/**
 * What the tokens of an answer cost by the imported prices: an estimate, since nobody reports what the provider's invoice says. Rounded to a
 * millionth.
 *
 * @returns undefined where no model was asked, or by the company's own key: it costs us nothing
 */
export function modelCost(
  { at, outletId, model, promptTokens, completionTokens, quantity = 1, ownKey }: UsedTokens,
  price: ModelPrice | undefined,
): Growth | undefined {
  if (promptTokens + completionTokens === 0 || ownKey) return undefined;
  const amount = price ? (promptTokens * price.promptMicros + completionTokens * price.completionMicros) / 1_000_000 : 0;
  return {
    day: at.slice(0, 10),
    source: 'model',
    outletId,
    item: model.slice(0, 100),
    kind: price ? 'estimated' : 'unpriced',
    currency: price?.currency ?? NO_CURRENCY,
    quantity,
    charged: price ? quantity : 0,
    amountMicros: Math.round(amount),
  };
}
