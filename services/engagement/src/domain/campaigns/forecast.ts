/** What the gate said of one contact of a sample. */
export interface Answer {
  /** Why it would not leave; null where it would. */
  code: string | null;
  /** In millionths of the currency; the lower end where WhatsApp lets some go free. */
  price: { currency: string; low: number; high: number } | null;
}

export interface Forecast {
  audience: number;
  heldOut: number;
  sample: number;
  /** Messages that are likely to leave: the ends of a 95 % interval of the sample. */
  messages: { low: number; high: number };
  /** Why others would not, the most frequent first. */
  refusals: { code: string; sampled: number; share: number }[];
  /** Null where no rate is known. */
  cost: { currency: string; lowMicros: number; highMicros: number } | null;
}

const Z = 1.96;

/** Wilson's interval of a share. */
function interval(part: number, of: number): { low: number; high: number } {
  const [p, z2] = [part / of, Z * Z];
  const middle = p + z2 / (2 * of);
  const reach = Z * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { low: Math.max(0, (middle - reach) / (1 + z2 / of)), high: Math.min(1, (middle + reach) / (1 + z2 / of)) };
}

/** What a sample says of the whole. @param holdOutPercent of the audience that gets nothing */
export function forecastOf(audience: number, holdOutPercent: number, answers: readonly Answer[]): Forecast {
  const heldOut = Math.round((audience * holdOutPercent) / 100);
  const rest = audience - heldOut;
  const leaving = answers.filter(({ code }) => code === null);
  // Where the sample is everybody there is nothing to guess.
  const isAll = answers.length >= audience;
  const exact = answers.length === 0 ? 0 : leaving.length / answers.length;
  const share = answers.length === 0 || isAll ? { low: exact, high: exact } : interval(leaving.length, answers.length);
  const messages = { low: Math.floor(rest * share.low), high: Math.ceil(rest * share.high) };
  const codes = Map.groupBy(
    answers.filter(({ code }) => code !== null),
    ({ code }) => code!,
  );
  const refusals = [...codes]
    .map(([code, { length }]) => ({ code, sampled: length, share: length / answers.length }))
    .sort((a, b) => b.sampled - a.sampled || (a.code < b.code ? -1 : 1));
  return { audience, heldOut, sample: answers.length, messages, refusals, cost: costOf(leaving, messages) };
}

function costOf(leaving: readonly Answer[], { low, high }: Forecast['messages']): Forecast['cost'] {
  const prices = leaving.flatMap(({ price }) => price ?? []);
  const currency = prices[0]?.currency;
  if (currency === undefined || prices.length < leaving.length || prices.some((price) => price.currency !== currency)) return null;
  const mean = (end: 'low' | 'high'): number => prices.reduce((sum, price) => sum + price[end], 0) / prices.length;
  return { currency, lowMicros: Math.round(mean('low') * low), highMicros: Math.round(mean('high') * high) };
}
