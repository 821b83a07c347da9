import fc from 'fast-check';
import type { MessageStatus } from '#contracts';
import { costOf, rateAsked, withReport, type CardRate, type CostReport, type KnownMessage } from './message-cost.js';
import { freeOf, type CountedDay } from './free-monthly.js';
import { modelCost } from './model-cost.js';
import { added, moved, type Growth } from './sums.js';

const OUTLET = '0198c0de-0000-7000-8000-000000000001';
const at = '2026-11-20T10:00:00.000Z';
const policy = { isBillable: true, isFreeInWindow: false };
const rate = (over: Partial<CardRate> = {}): CardRate => ({ currency: 'USD', amountMicros: 4_000, policy, ...over });
const report = (status: MessageStatus, over: Partial<CostReport> = {}): CostReport => ({
  messageId: 'm',
  outletId: OUTLET,
  status,
  at,
  country: 'PE',
  category: 'service',
  ...over,
});
const known = (...reports: CostReport[]): KnownMessage => {
  let message: KnownMessage | undefined;
  for (const each of reports) message = withReport(message, each);
  return message!;
};
const regular = { type: 'regular', category: 'utility' };

describe('what a message costs', () => {
  it('is estimated by what it was taken as, until WhatsApp has delivered it and said as what it charged it', () => {
    expect(rateAsked(known(report('accepted')))).toEqual({ category: 'service', country: 'PE', day: '2026-11-20' });
    expect(costOf(known(report('accepted')), rate())).toEqual({
      kind: 'estimated',
      item: 'service',
      currency: 'USD',
      amountMicros: 4_000,
      isCharged: true,
    });
    const sent = known(report('accepted'), report('sent', { pricing: regular }));
    expect(rateAsked(sent)).toMatchObject({ category: 'utility' });
    expect(costOf(sent, rate())).toMatchObject({ kind: 'estimated', item: 'utility' });
    expect(costOf(known(report('sent', { pricing: regular }), report('read')), rate())).toMatchObject({ kind: 'final', item: 'utility' });
    expect(costOf(known(report('accepted'), report('delivered')), rate())).toMatchObject({ kind: 'estimated', item: 'service' });
  });

  it.each<[string, CostReport[], CardRate | undefined, object | undefined]>([
    ['nothing before it has left', [report('queued')], rate(), undefined],
    ['nothing when it failed', [report('sent', { pricing: regular }), report('failed')], rate(), undefined],
    ['something when it came through after all', [report('failed'), report('delivered', { pricing: regular })], rate(), { kind: 'final' }],
    [
      'what WhatsApp names',
      [report('delivered', { pricing: { ...regular, price: { amountMicros: 71, currency: 'EUR' } } })],
      undefined,
      { kind: 'final', amountMicros: 71, currency: 'EUR' },
    ],
    [
      'nothing where WhatsApp says so',
      [report('delivered', { pricing: { type: 'free_entry_point', category: 'marketing' } })],
      undefined,
      { kind: 'final', amountMicros: 0, isCharged: false },
    ],
    ['unknown without a rate', [report('accepted')], undefined, { kind: 'unpriced', currency: 'XXX', amountMicros: 0 }],
    [
      'unknown of a template that nobody knows',
      [report('accepted', { category: undefined })],
      rate(),
      { kind: 'unpriced', item: 'unknown' },
    ],
    [
      'nothing where the card says that the category is free',
      [report('accepted')],
      rate({ policy: { ...policy, isBillable: false } }),
      { kind: 'estimated', amountMicros: 0, isCharged: false },
    ],
    [
      'nothing for words in a window that is free',
      [report('accepted')],
      rate({ policy: { ...policy, isFreeInWindow: true } }),
      { amountMicros: 0 },
    ],
    [
      'the rate of a template all the same',
      [report('accepted', { category: 'utility' })],
      rate({ policy: { ...policy, isFreeInWindow: true } }),
      { amountMicros: 4_000 },
    ],
  ])('is %s', (_, reports, price, cost) => {
    const result = costOf(known(...reports), price);
    if (cost === undefined) expect(result).toBeUndefined();
    else expect(result).toMatchObject(cost);
  });

  it('adds up to the same in any order, however often and in whatever batches its statuses come', () => {
    const status = fc.record(
      {
        messageId: fc.constantFrom('a', 'b', 'c'),
        outletId: fc.constantFrom(OUTLET, '0198c0de-0000-7000-8000-000000000002'),
        status: fc.constantFrom<MessageStatus>('queued', 'accepted', 'sent', 'failed', 'delivered', 'read', 'played'),
        at: fc.constantFrom('2026-11-19T23:59:59.000Z', at, '2026-11-21T00:00:00.000Z'),
        country: fc.constantFrom('PE', 'BR'),
        category: fc.constantFrom('service', 'marketing'),
        pricing: fc.option(
          fc.record({
            type: fc.constantFrom('regular', 'free_customer_service'),
            category: fc.constantFrom('service', 'marketing_lite', 'general_purpose_ai'),
            price: fc.option(fc.record({ amountMicros: fc.nat(9), currency: fc.constantFrom('USD', 'EUR') }), { nil: undefined }),
          }),
          { nil: undefined },
        ),
      },
      { requiredKeys: ['messageId', 'outletId', 'status', 'at'] },
    );
    const priceOf = (message: KnownMessage): CardRate | undefined => {
      const asked = rateAsked(message);
      return (
        asked && rate({ amountMicros: asked.category.length * 1_000 + (asked.country === 'PE' ? 1 : 2) + Number(asked.day.slice(-2)) })
      );
    };
    const totals = (reports: readonly CostReport[]): Growth[] => {
      const messages = new Map<string, KnownMessage>();
      const growths: Growth[] = [];
      for (const each of reports) {
        const before = messages.get(each.messageId);
        const after = withReport(before, each);
        messages.set(each.messageId, after);
        growths.push(
          ...moved(before && { message: before, cost: costOf(before, priceOf(before)) }, {
            message: after,
            cost: costOf(after, priceOf(after)),
          }),
        );
      }
      return added(growths);
    };
    const shuffled = fc.array(status, { minLength: 1, maxLength: 12 }).chain((reports) =>
      fc.tuple(
        fc.constant(reports),
        fc
          .shuffledSubarray(reports, { minLength: reports.length })
          .chain((order) => fc.shuffledSubarray(reports).map((again) => [...again.slice(0, 3), ...order, ...again])),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([reports, others]) => {
        expect(totals(others)).toEqual(totals(reports));
        expect(totals(reports).every(({ quantity, amountMicros }) => quantity >= 0 && amountMicros >= 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is free each month', () => {
  const day = (date: string, kind: 'estimated' | 'final', count: number, over: Partial<CountedDay> = {}): CountedDay => ({
    day: date,
    outletId: OUTLET,
    item: 'service',
    kind,
    currency: 'USD',
    quantity: count,
    charged: count,
    amountMicros: count * 4_000,
    ...over,
  });
  const free = new Map([['service', 10]]);
  const amounts = (days: CountedDay[]) => freeOf(days, free).map(({ day: date, amountMicros }) => [date, amountMicros]);

  it('are the first of a number and month, in the order of days, whatever the order of rows', () => {
    const days = [day('2026-11-02', 'estimated', 8), day('2026-11-01', 'estimated', 4), day('2026-12-01', 'estimated', 1)];
    expect(amounts(days)).toEqual([
      ['2026-11-01', 16_000],
      ['2026-11-02', 24_000],
      ['2026-12-01', 4_000],
    ]);
    expect(amounts([...days].reverse()).sort()).toEqual(amounts(days).sort());
    expect(amounts([day('2026-11-01', 'estimated', 10), day('2026-11-02', 'estimated', 3)])).toEqual([['2026-11-01', 40_000]]);
  });

  it('are those first that WhatsApp has said a price of, which keep it', () => {
    expect(amounts([day('2026-11-01', 'final', 7), day('2026-11-01', 'estimated', 8)])).toEqual([['2026-11-01', 12_000]]);
    expect(amounts([day('2026-11-01', 'final', 12), day('2026-11-02', 'estimated', 8)])).toEqual([]);
  });

  it('goes by number, and is of no category without any', () => {
    const other = { outletId: '0198c0de-0000-7000-8000-000000000002' };
    expect(amounts([day('2026-11-01', 'estimated', 10), day('2026-11-01', 'estimated', 10, other)])).toHaveLength(2);
    expect(amounts([day('2026-11-01', 'estimated', 5, { item: 'marketing' })])).toEqual([]);
  });
});

describe('what an answer costs', () => {
  const tokens = { at, outletId: OUTLET, model: 'm', promptTokens: 1_200, completionTokens: 300 };

  it('is its tokens by the price of a million, rounded to a millionth', () => {
    const price = { currency: 'USD', promptMicros: 150_000, completionMicros: 600_000 };
    expect(modelCost(tokens, price)).toMatchObject({ day: '2026-11-20', source: 'model', item: 'm', kind: 'estimated', amountMicros: 360 });
    expect(modelCost(tokens, undefined)).toMatchObject({ kind: 'unpriced', quantity: 1, amountMicros: 0 });
    expect(modelCost({ ...tokens, promptTokens: 0, completionTokens: 0 }, price)).toBeUndefined();
    // The company's own key paid.
    expect(modelCost({ ...tokens, ownKey: true }, price)).toBeUndefined();
  });
});
