import { majorOf, minorOf, toChange, toValues } from './plan-values';

const PLAN = {
  name: 'growth' as const,
  version: 3,
  limits: { messages: 100_000, aiReplies: 30_000, contacts: null, outlets: 10, users: 50, documents: 2_000 },
  overage: { messages: { USD: 2, JPY: 3 }, aiReplies: { USD: 10 } },
  price: { amountMinor: 4_900, currency: 'USD' },
  trialDays: 14,
  features: { webhooks: true, branding: false },
  createdAt: '2026-11-30T00:00:00.000Z',
};

describe('a plan as it is typed', () => {
  it('comes back as it was', () => {
    expect(toChange(toValues(PLAN))).toEqual({
      limits: PLAN.limits,
      overage: PLAN.overage,
      price: PLAN.price,
      trialDays: 14,
      features: { webhooks: true, branding: false },
    });
  });

  it('what is empty has no limit, no price and the trial of the installation', () => {
    const values = toValues({ ...PLAN, price: null, trialDays: null, overage: {} });
    expect(values).toMatchObject({ price: '', trialDays: '', overage: [], limits: { contacts: '' } });
    expect(toChange({ ...values, limits: { ...values.limits, outlets: ' ' } })).toMatchObject({
      limits: { outlets: null, contacts: null },
      price: null,
      trialDays: null,
      overage: { messages: {}, aiReplies: {} },
    });
  });

  it('what is no number is sent as it is, and does not become “no limit”', () => {
    const values = toValues(PLAN);
    expect(toChange({ ...values, limits: { ...values.limits, users: 'many' } }).limits).toMatchObject({ users: 'many' });
  });

  it.each([
    ['49', 'USD', 4_900],
    ['49,90', 'USD', 4_990],
    ['19.99', 'EUR', 1_999],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1_234],
    ['0.005', 'USD', Number.NaN],
    ['a lot', 'USD', Number.NaN],
  ])('%s of %s are %s of its smallest unit', (typed, currency, minor) => {
    expect(minorOf(typed, currency)).toBe(minor);
  });

  it('shows as many digits as the currency has', () => {
    expect([majorOf(4_900, 'USD'), majorOf(500, 'JPY'), majorOf(1_234, 'KWD')]).toEqual(['49.00', '500', '1.234']);
  });
});
