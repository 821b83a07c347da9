/** ISO 4217: how many digits of the currency stand behind the point. */
const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/**
 * An amount in the currency's smallest unit, rounded: cents of dollars, yen of yen, fils of dinars.
 *
 * @param amountMicros millionths of a unit of the currency
 * @param currency ISO 4217
 */
export const minorOf = (amountMicros: number, currency: string): number => Math.round(partsOfMinor(amountMicros, currency));

/**
 * The same, not rounded: what is far below a cent, as one answer of a model, is not nothing.
 *
 * @param amountMicros millionths of a unit of the currency
 * @param currency ISO 4217
 */
export const partsOfMinor = (amountMicros: number, currency: string): number => amountMicros / 10 ** (6 - decimalsOf(currency));

/**
 * An amount in the smallest unit of its currency, in millionths of the unit.
 *
 * @param currency ISO 4217
 */
export const microsOf = ({ amountMinor, currency }: { amountMinor: number; currency: string }): number =>
  amountMinor * 10 ** (6 - decimalsOf(currency));
