import { decimalsOf } from '../../../../../libs/contracts/src/currency-digits';

/**
 * An amount as a person types it, with a point or a comma before what is less than one.
 *
 * @returns in the smallest unit of the currency; undefined where it is none, or is finer than the currency
 */
export function readAmount(typed: string, currency: string): number | undefined {
  const found = /^(\d{1,12})(?:[.,](\d*))?$/.exec(typed.trim());
  if (!found) return undefined;
  const decimals = decimalsOf(currency);
  const [, whole, part = ''] = found as unknown as [string, string, string | undefined];
  if (part.length > decimals) return undefined;
  return Number(whole) * 10 ** decimals + Number(part.padEnd(decimals, '0') || 0);
}

/** As it is typed: without the sign of the currency. */
export const typedAmount = (amountMinor: number, currency: string): string =>
  (amountMinor / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency));
