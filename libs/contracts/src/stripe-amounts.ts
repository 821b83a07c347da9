/**
 * Stripe counts a few currencies otherwise than ISO 4217: these two with decimals that they do not have. Of those with three decimals it takes
 * tens only. Source: docs.stripe.com/currencies, "Special cases" and "Three-decimal currencies".
 */
const HUNDREDS = ['ISK', 'UGX'];
const TENS = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];

/** An amount as Stripe counts it. Where it takes tens only: the nearest one. @param currency ISO 4217, capitals */
export function toStripe({ amountMinor, currency }: { amountMinor: number; currency: string }): number {
  if (HUNDREDS.includes(currency)) return amountMinor * 100;
  return TENS.includes(currency) ? Math.round(amountMinor / 10) * 10 : amountMinor;
}

/** Of an amount the most that Stripe can take. @returns minor units as ISO 4217 counts them */
export const payableByStripe = ({ amountMinor, currency }: { amountMinor: number; currency: string }): number =>
  TENS.includes(currency) ? Math.floor(amountMinor / 10) * 10 : amountMinor;

/** @param amount as Stripe counts it @param currency in either case @returns minor units as ISO 4217 counts them */
export const fromStripe = (amount: number, currency: string): number =>
  HUNDREDS.includes(currency.toUpperCase()) ? Math.round(amount / 100) : amount;
