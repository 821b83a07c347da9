import { rateAt, refill } from './pace.js';

describe('the pace of a campaign', () => {
  it('is the whole at once, or grows from a tenth', () => {
    expect(rateAt(0, { perSecond: 80, rampUpMinutes: 0 })).toBe(80);
    expect([0, 30, 60, 90].map((minutes) => rateAt(minutes * 60_000, { perSecond: 100, rampUpMinutes: 60 }))).toEqual([
      10,
      expect.closeTo(55),
      100,
      100,
    ]);
  });

  it('saves up a second’s worth at most, and nothing while a clock goes back', () => {
    expect(refill({ tokens: 0, at: null }, 80, 1_000)).toEqual({ tokens: 80, at: 1_000 });
    expect(refill({ tokens: 10, at: 1_000 }, 80, 1_500)).toEqual({ tokens: 50, at: 1_500 });
    expect(refill({ tokens: 10, at: 1_000 }, 80, 60_000)).toEqual({ tokens: 80, at: 60_000 });
    expect(refill({ tokens: 10, at: 60_000 }, 80, 1_000)).toEqual({ tokens: 10, at: 1_000 });
  });
});
