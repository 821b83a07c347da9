import { decimalsOf, digitsOf } from '../../../../libs/contracts/src/currency-digits';
import { useWords } from './i18n';

/** An amount of money in the reader's words: to the smallest unit, and of what is less than one as many digits as tell it. */
export function useMoney(): (amountMicros: number, currency: string) => string {
  const { language } = useWords();
  return (amountMicros, currency) => {
    const amount = amountMicros / 1_000_000;
    const isSmall = amount !== 0 && Math.abs(amount) < 1;
    return new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      ...digitsOf(currency),
      ...(isSmall ? { maximumFractionDigits: 4 } : {}),
    }).format(amount);
  };
}

/** The same of an amount in the smallest unit of its currency; a part of one is told by its first two digits. */
export function useMinorMoney(): (money: { amountMinor: number; currency: string }) => string {
  const { language } = useWords();
  return ({ amountMinor, currency }) => {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency, ...digitsOf(currency) });
    const amount = amountMinor / 10 ** decimalsOf(currency);
    if (Number.isInteger(amountMinor)) return format.format(amount);
    return new Intl.NumberFormat(language, { style: 'currency', currency, maximumSignificantDigits: 2 }).format(amount);
  };
}
