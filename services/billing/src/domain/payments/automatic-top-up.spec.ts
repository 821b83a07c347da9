import { afterFailure, afterRefusal, nextStep } from './automatic-top-up.js';

const now = new Date('2026-11-30T22:00:00.000Z');
const rule = { isOn: true, belowMinor: 500, amountMinor: 2_000, maxDaily: 2 };
const charge = (state: 'open' | 'paid' | 'failed', hoursAgo = 1) => ({
  id: `${state} ${hoursAgo}`,
  at: new Date(now.getTime() - hoursAgo * 3_600_000).toISOString(),
  state,
});
const step = (over: Partial<Parameters<typeof nextStep>[0]>) => nextStep({ rule, freeMinor: 499, charges: [], now, ...over });

describe('a deposit that is filled up by itself', () => {
  it('is charged below its threshold, and not at it, without a deposit, or switched off', () => {
    expect(step({})).toEqual({ what: 'charge' });
    for (const over of [{ freeMinor: 500 }, { freeMinor: null }, { rule: { ...rule, isOn: false } }]) {
      expect(step(over)).toEqual({ what: 'wait', dueMs: null });
    }
  });

  it('is charged so often a day and goes on the next; what failed was no charge', () => {
    expect(step({ charges: [charge('paid'), charge('failed')] })).toEqual({ what: 'charge' });
    expect(step({ charges: [charge('paid'), charge('paid', 2)] })).toEqual({ what: 'wait', dueMs: 2 * 3_600_000 });
  });

  it('a charge of which nobody knows is asked for again by its key, whatever has changed, and never once the key may be forgotten', () => {
    expect(step({ charges: [charge('open')], freeMinor: 900, rule: { ...rule, isOn: false } })).toEqual({ what: 'resume', id: 'open 1' });
    expect(step({ charges: [charge('open', 22)] })).toMatchObject({ what: 'resume' });
    expect(step({ charges: [charge('open', 24)] })).toEqual({ what: 'give-up', id: 'open 24' });
  });

  it('waits longer after each failure, and is off after the third', () => {
    expect(afterFailure(0)).toEqual({ failures: 1, isOn: true, dueMs: 3_600_000 });
    expect(afterFailure(1)).toEqual({ failures: 2, isOn: true, dueMs: 7_200_000 });
    expect(afterFailure(2)).toEqual({ failures: 3, isOn: false, dueMs: null });
  });

  it('that is refused for no reason of the card is asked for five times, each time twice as late', () => {
    expect([1, 2, 3, 4, 5].map(afterRefusal)).toEqual([60_000, 120_000, 240_000, 480_000, null]);
  });
});
