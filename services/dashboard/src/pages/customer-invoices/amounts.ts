import { decimalsOf } from '../../../../../libs/contracts/src/currency-digits';
import { typedNumber } from '../typed-number';

/** An amount as it is typed: with the digits of its currency. */
export const majorOf = (amountMinor: number, currency: string): string => {
  const decimals = decimalsOf(currency);
  return (amountMinor / 10 ** decimals).toFixed(decimals);
};

/** In the smallest unit of the currency. What is no number is told by the service. */
export const minorOf = (typed: string, currency: string): number => {
  const amount = typedNumber(typed);
  return typeof amount === 'number' ? Math.round(amount * 10 ** decimalsOf(currency)) : (amount as never);
};
