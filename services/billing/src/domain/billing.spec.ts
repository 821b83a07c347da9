import { askedPeriod, monthOf } from './plans/month.js';
import { allowance, PLAN_NAMES, PLANS } from './plans/plan.js';
import { pricedMessages, tallyMessages, tallyReplies } from './usage/tally.js';

describe('plans', () => {
  it('each allows at least as much as the one below it', () => {
    const limits = PLAN_NAMES.map((name) => PLANS[name]);
    for (const [index, plan] of limits.slice(1).entries()) {
      for (const [name, limit] of Object.entries(plan)) {
        expect(limit ?? Infinity).toBeGreaterThanOrEqual(limits[index]![name as keyof typeof plan] ?? Infinity);
      }
    }
  });

  it('what remains is never negative, and unlimited is not a number', () => {
    expect(allowance(100, 130)).toEqual({ limit: 100, used: 130, remaining: 0 });
    expect(allowance(null, 5)).toEqual({ limit: null, used: 5, remaining: null });
  });
});

describe('periods', () => {
  it.each([
    ['2026-11-20', '2026-11-01', '2026-11-30'],
    ['2028-02-29', '2028-02-01', '2028-02-29'],
    ['2026-12-31', '2026-12-01', '2026-12-31'],
  ])('the month of %s is %s to %s', (day, from, to) => {
    expect(monthOf(day)).toEqual({ from, to });
  });

  it('is the last 30 days unless asked otherwise', () => {
    expect(askedPeriod({}, '2026-11-30')).toEqual({ from: '2026-11-01', to: '2026-11-30' });
    expect(askedPeriod({ from: '2026-11-29' }, '2026-11-30')).toEqual({ from: '2026-11-29', to: '2026-11-30' });
    expect(askedPeriod({ to: '2026-01-30' }, '2026-11-30')).toEqual({ from: '2026-01-01', to: '2026-01-30' });
  });

  it('refuses one that is reversed or too long', () => {
    expect(askedPeriod({ from: '2026-11-02', to: '2026-11-01' }, '2026-11-30')).toHaveProperty('fault');
    expect(askedPeriod({ from: '2025-01-01', to: '2026-11-01' }, '2026-11-30')).toHaveProperty('fault');
    expect(askedPeriod({ from: '2025-11-01', to: '2026-11-01' }, '2026-11-30')).not.toHaveProperty('fault');
  });
});

describe('counting', () => {
  it('sums messages by UTC day, in the order of the days', () => {
    expect(
      tallyMessages([
        { direction: 'outbound', at: '2026-11-21T00:00:00.000Z' },
        { direction: 'inbound', at: '2026-11-20T23:59:59.999Z' },
        { direction: 'inbound', at: '2026-11-20T00:00:00.000Z' },
      ]),
    ).toEqual([
      { day: '2026-11-20', messagesIn: 2, messagesOut: 0, aiReplies: 0, promptTokens: 0, completionTokens: 0 },
      { day: '2026-11-21', messagesIn: 0, messagesOut: 1, aiReplies: 0, promptTokens: 0, completionTokens: 0 },
    ]);
  });

  it('a handoff costs tokens and is no reply', () => {
    const at = '2026-11-20T09:00:00.000Z';
    expect(
      tallyReplies([
        { at, answered: true, promptTokens: 10, completionTokens: 2 },
        { at, answered: false, promptTokens: 5, completionTokens: 1 },
      ]),
    ).toMatchObject([{ aiReplies: 1, promptTokens: 15, completionTokens: 3 }]);
  });

  it('a message is priced once, whatever number of statuses say so', () => {
    const at = '2026-11-20T09:00:00.000Z';
    const pricing = { category: 'service', type: 'regular' };
    expect(
      pricedMessages([
        { messageId: 'b', at, pricing },
        { messageId: 'a', at },
        { messageId: 'b', at, pricing },
        { messageId: 'a', at, pricing: { category: 'utility' } },
      ]),
    ).toEqual([
      { messageId: 'a', category: 'utility', type: 'regular', day: '2026-11-20' },
      { messageId: 'b', category: 'service', type: 'regular', day: '2026-11-20' },
    ]);
  });
});
