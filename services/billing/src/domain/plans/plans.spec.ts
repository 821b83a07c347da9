import { monthOf } from './month.js';
import { allowance, completeLimits } from './plan.js';

describe('plans', () => {
  it('a meter that a version of a plan does not know is not limited by it', () => {
    expect(completeLimits({ outlets: 2 })).toEqual({
      messages: null,
      aiReplies: null,
      contacts: null,
      outlets: 2,
      users: null,
      documents: null,
    });
  });

  it('what remains is never negative, and unlimited is not a number', () => {
    expect(allowance(100, 130, 0)).toEqual({ limit: 100, used: 130, reserved: 0, remaining: 0 });
    expect(allowance(100, 60, 30)).toEqual({ limit: 100, used: 60, reserved: 30, remaining: 10 });
    expect(allowance(null, 5, 1)).toEqual({ limit: null, used: 5, reserved: 1, remaining: null });
  });

  it.each([
    ['2026-11-20', '2026-11-01', '2026-11-30'],
    ['2028-02-29', '2028-02-01', '2028-02-29'],
    ['2026-12-31', '2026-12-01', '2026-12-31'],
  ])('the month of %s is %s to %s', (day, from, to) => {
    expect(monthOf(day)).toEqual({ from, to });
  });
});
