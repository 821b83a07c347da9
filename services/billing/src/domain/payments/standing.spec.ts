import type { ProviderSubscription } from './payment-provider.js';
import { standingOf } from './standing.js';

const subscription = (part: Partial<ProviderSubscription>): ProviderSubscription => ({
  id: 'sub_1',
  status: 'active',
  plan: 'growth',
  version: 2,
  failedTries: 0,
  createdAt: '2026-11-01T00:00:00.000Z',
  periodEndsAt: '2026-12-01T00:00:00.000Z',
  endsAt: null,
  ...part,
});
const of = (...subscriptions: Partial<ProviderSubscription>[]) => standingOf(subscriptions.map(subscription), 3, false);

describe('what a subscription means', () => {
  it.each([
    ['active', 0, false],
    ['trialing', 0, false],
    ['past_due', 1, false],
    ['past_due', 2, false],
    ['past_due', 3, true],
    ['past_due', 9, true],
    ['unpaid', 4, true],
    ['paused', 0, true],
  ] as const)('%s after %i failed tries: suspended is %s', (status, failedTries, suspended) => {
    expect(of({ status, failedTries })).toMatchObject({ plan: 'growth', version: 2, suspended });
  });

  it.each([
    ['past_due', true],
    ['unpaid', true],
    ['paused', true],
    ['active', false],
    ['trialing', false],
    ['canceled', false],
  ] as const)('%s of a company that was suspended, without a failed try: suspended is %s', (status, suspended) => {
    expect(standingOf([subscription({ status })], 3, true)).toMatchObject({ suspended });
  });

  it.each(['canceled', 'incomplete'] as const)('%s gives no plan, and suspends nobody', (status) => {
    expect(of({ status, failedTries: 9 })).toMatchObject({ subscriptionId: null, plan: null, suspended: false });
  });

  it('somebody else’s price gives no plan', () => {
    expect(of({ plan: null, version: null })).toMatchObject({ subscriptionId: null, plan: null });
  });

  it('one that is paid counts before one that is not, and of two alike the later one, in whatever order they come', () => {
    const all = [
      { id: 'sub_1', status: 'canceled', plan: 'enterprise' },
      { id: 'sub_2', status: 'past_due', plan: 'growth' },
      { id: 'sub_3', status: 'active', plan: 'starter', createdAt: '2026-10-01T00:00:00.000Z' },
      { id: 'sub_4', status: 'active', plan: 'growth' },
    ] as const;
    expect(of(...all)).toMatchObject({ subscriptionId: 'sub_4' });
    expect(of(...all.toReversed())).toMatchObject({ subscriptionId: 'sub_4' });
  });
});
