import { decimalsOf, digitsOf } from './currency-digits.js';

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

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** Whether it is the code of a currency by ISO 4217, in capitals. */
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);

/**
 * A decimal amount as shops write it (`12.5`, `1200`, `-3.00`), in the smallest unit of its currency, without rounding errors of binary numbers: what
 * is finer than the currency is rounded half away from zero.
 *
 * @param text digits with a point at most @param currency ISO 4217 @returns undefined for what is no amount, or is larger than can be counted exactly
 */
export function minorOfDecimal(text: string, currency: string): number | undefined {
  const [, sign, whole, fraction = ''] = /^\s*([+-]?)(\d{1,15})(?:\.(\d{0,12}))?\s*$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const decimals = decimalsOf(currency);
  const digits = fraction.padEnd(decimals + 1, '0');
  const minor = BigInt(whole + digits.slice(0, decimals)) + (digits[decimals]! >= '5' ? 1n : 0n);
  if (minor > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return Number(sign === '-' ? -minor : minor) + 0;
}

/** An amount as people read it, e.g. `$12.50`. @param locale BCP 47 */
export const shownMoney = (minor: number, currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, ...digitsOf(currency) }).format(minor / 10 ** decimalsOf(currency));

/** An amount for people, without the words of a language. @param amountMinor in the smallest unit of the currency: 1999 of USD is `19.99 USD` */
export const moneyText = (amountMinor: number, currency: string): string =>
  `${(amountMinor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency))} ${currency}`;

/**
 * A part of an amount, rounded half away from zero, exact however large.
 *
 * @returns whole minor units, as exact as a number can hold them
 */
export function partOf(amountMinor: number, numerator: number, denominator: number): number {
  const [amount, top, bottom] = [BigInt(Math.abs(amountMinor)), BigInt(numerator), BigInt(denominator)];
  return Math.sign(amountMinor) * Number((amount * top * 2n + bottom) / (bottom * 2n));
}

/** A number of a series: `INV-2026-000123` */
export const invoiceNumber = ({ series, year, number }: { series: string; year: number; number: number }): string =>
  `${series}-${year}-${String(number).padStart(6, '0')}`;

/** A tax as an invoice names it: `VAT 21 %`. @param rate hundredths of a percent */
export const taxText = (name: string, rate: number): string => `${name} ${(rate / 100).toString()} %`.trim();
