import { forecastOf, type Answer } from './forecast.js';

const price = { currency: 'USD', low: 0, high: 50_000 };
const leaves = (count: number): Answer[] => Array.from({ length: count }, () => ({ code: null, price }));
const refused = (code: string, count: number): Answer[] => Array.from({ length: count }, () => ({ code, price: null }));

describe('the forecast of a campaign', () => {
  it('is exact where the sample is everybody', () => {
    expect(forecastOf(10, 0, [...leaves(7), ...refused('opted_out', 2), ...refused('marketing_cap', 1)])).toEqual({
      audience: 10,
      heldOut: 0,
      sample: 10,
      messages: { low: 7, high: 7 },
      refusals: [
        { code: 'opted_out', sampled: 2, share: 0.2 },
        { code: 'marketing_cap', sampled: 1, share: 0.1 },
      ],
      cost: { currency: 'USD', lowMicros: 0, highMicros: 350_000 },
    });
  });

  it('is a range where it is not, of those who are not held out', () => {
    const { heldOut, messages } = forecastOf(1_000, 10, [...leaves(40), ...refused('opted_out', 10)]);
    expect(heldOut).toBe(100);
    expect(messages.low).toBeGreaterThan(550);
    expect(messages.low).toBeLessThan(720);
    expect(messages.high).toBeGreaterThan(720);
    expect(messages.high).toBeLessThan(830);
  });

  it('names no cost where a price is not known, and nothing of nobody', () => {
    expect(forecastOf(2, 0, [...leaves(1), { code: null, price: null }]).cost).toBeNull();
    expect(forecastOf(0, 0, [])).toMatchObject({ messages: { low: 0, high: 0 }, refusals: [], cost: null });
  });
});
