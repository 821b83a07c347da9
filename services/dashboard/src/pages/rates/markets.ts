import type { Schemas } from '../../api/client';

export const CATEGORIES = ['marketing', 'utility', 'authentication', 'authentication_international', 'service'] as const;
export type Category = (typeof CATEGORIES)[number];
type Rate = Schemas['RateDto'];

/** What a market is charged, one price a category. */
export interface Market {
  name: string;
  countries: string[];
  rates: Partial<Record<Category, Rate>>;
}

/** Every country that a card does not name. */
export const ANY_COUNTRY = 'ZZ';

/**
 * Markets of one currency, in the order of their names.
 *
 * @param asked a part of a market's name, or the code of a country; empty for all
 */
export function marketsOf({ rates, markets }: Schemas['ActiveRatesDto'], currency: string, asked: string): Market[] {
  const found = new Map<string, Market>();
  for (const rate of rates) {
    if (rate.currency !== currency) continue;
    const market = found.get(rate.market) ?? { name: rate.market, countries: [], rates: {} };
    market.rates[rate.category] = rate;
    found.set(rate.market, market);
  }
  for (const { country, market } of markets) found.get(market)?.countries.push(country);
  const part = asked.trim().toLowerCase();
  return [...found.values()]
    .filter(({ name, countries }) => name.toLowerCase().includes(part) || countries.some((country) => country.toLowerCase() === part))
    .sort((a, b) => a.name.localeCompare(b.name));
}
