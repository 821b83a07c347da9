/** An amount in the smallest unit of its currency, as ISO 4217 has it: cents of a dollar, whole yen, thousandths of a dinar. */
export interface Money {
  /** A whole number. */
  amountMinor: number;
  /** ISO 4217. */
  currency: string;
}

/** What one transfer may move, and a deposit may hold: far below what a number of JavaScript counts exactly. */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000;

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export const isCurrency = (code: string): boolean => CURRENCIES.has(code);
