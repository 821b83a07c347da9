import { decimalsOf } from './currency-digits.js';
import { isCurrency, minorOfDecimal, shownMoney } from './money.js';

describe('amounts of shops', () => {
  it('are counted in the smallest unit of their currency, with 0, 2 or 3 decimals', () => {
    expect(minorOfDecimal('19.9', 'USD')).toBe(1_990);
    expect(minorOfDecimal('1990', 'JPY')).toBe(1_990);
    expect(minorOfDecimal('1.990', 'KWD')).toBe(1_990);
    expect(minorOfDecimal('19.90', 'COP')).toBe(1_990);
    expect(minorOfDecimal('-3.00', 'EUR')).toBe(-300);
    expect(minorOfDecimal('-0.00', 'EUR')).toBe(0);
    expect(minorOfDecimal('0.1', 'USD')! + minorOfDecimal('0.2', 'USD')!).toBe(minorOfDecimal('0.3', 'USD'));
  });

  it('are rounded half away from zero where they are finer than the currency', () => {
    expect(minorOfDecimal('1.005', 'USD')).toBe(101);
    expect(minorOfDecimal('1.0049', 'USD')).toBe(100);
    expect(minorOfDecimal('-1.005', 'USD')).toBe(-101);
    expect(minorOfDecimal('99.5', 'JPY')).toBe(100);
  });

  it('are none where they are something else, or larger than can be counted', () => {
    for (const text of ['', 'free', '1,50', '1e5', '--1', '9'.repeat(15), '9'.repeat(16)])
      expect(minorOfDecimal(text, 'USD')).toBeUndefined();
  });

  it('are shown as people read them', () => {
    expect(shownMoney(1_990, 'USD', 'en')).toBe('$19.90');
    expect(shownMoney(1_990, 'JPY', 'en')).toBe('¥1,990');
    expect(shownMoney(1_990, 'HUF', 'en')).toBe('HUF\u00a019.90');
    expect(shownMoney(1_990, 'IQD', 'en')).toBe('IQD\u00a01.990');
  });

  it('have the digits of ISO 4217, not those that are usual in shops', () => {
    expect(['COP', 'HUF', 'IDR', 'PKR', 'JPY', 'KRW', 'IQD', 'CLF', 'XXQ'].map(decimalsOf)).toEqual([2, 2, 2, 2, 0, 0, 3, 4, 2]);
  });

  it('are of a currency that there is', () => {
    expect(['USD', 'JPY', 'KWD', 'XXQ', 'usd', ''].map(isCurrency)).toEqual([true, true, true, false, false, false]);
  });
});
