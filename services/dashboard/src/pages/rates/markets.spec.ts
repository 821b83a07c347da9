import { marketsOf } from './markets';

const rate = (market: string, category: 'marketing' | 'service', currency = 'USD') => ({
  market,
  category,
  currency,
  amount: '0.01',
  amountMicros: 10_000,
  effectiveFrom: '2026-10-01',
  source: 'a card',
});
const ACTIVE = {
  date: '2026-11-30',
  rates: [rate('Peru', 'marketing'), rate('Peru', 'service'), rate('Other', 'service'), rate('Peru', 'service', 'EUR')],
  markets: [
    { country: 'PE', market: 'Peru', effectiveFrom: '2026-10-01', source: 'a card' },
    { country: 'ZZ', market: 'Other', effectiveFrom: '2026-10-01', source: 'a card' },
  ],
  policies: [],
  models: [],
};

describe('markets of a card', () => {
  it('have one price a category, of one currency, in the order of names', () => {
    expect(marketsOf(ACTIVE, 'USD', '').map(({ name, countries, rates }) => [name, countries, Object.keys(rates)])).toEqual([
      ['Other', ['ZZ'], ['service']],
      ['Peru', ['PE'], ['marketing', 'service']],
    ]);
    expect(marketsOf(ACTIVE, 'EUR', '').map(({ rates }) => Object.keys(rates))).toEqual([['service']]);
  });

  it('are found by a part of their names, and by a country', () => {
    for (const asked of ['per', ' PE ', 'pe']) expect(marketsOf(ACTIVE, 'USD', asked).map(({ name }) => name)).toEqual(['Peru']);
    expect(marketsOf(ACTIVE, 'USD', 'France')).toEqual([]);
  });
});
