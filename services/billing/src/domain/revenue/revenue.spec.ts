import fc from 'fast-check';
import { marginDays, marginMonths, marginOf } from './margin.js';
import { nearLimits } from './near-limits.js';
import { monthsUntil, priceOf, revenueMonths, type Move, type OnPlan, type Standing } from './revenue.js';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const on = (plan: string, version = 1, isTrial = false): OnPlan => ({ plan, version, isTrial });
const price = priceOf([
  { name: 'free', version: 1, price: null },
  { name: 'starter', version: 1, price: usd(1_900) },
  { name: 'growth', version: 1, price: usd(4_900) },
  { name: 'growth', version: 2, price: { amountMinor: 4_500, currency: 'EUR' } },
]);

describe('revenue', () => {
  it('names months backwards from a day', () => {
    expect(monthsUntil('2026-02-28', 3)).toEqual(['2025-12', '2026-01', '2026-02']);
  });

  it('tells who came, moved and left in each month, and what it was worth', () => {
    const standing: Standing[] = [
      { ...on('growth'), tenants: 3 },
      { ...on('starter'), tenants: 1 },
      { ...on('starter', 1, true), tenants: 2 },
      { ...on('free'), tenants: 9 },
    ];
    const move = (month: string, from: OnPlan | null, to: OnPlan | null, tenants: number): Move => ({
      month: `${month}-01`,
      from,
      to,
      tenants,
    });
    const moves = [
      move('2026-10', null, on('starter', 1, true), 4),
      move('2026-10', on('starter', 1, true), on('starter'), 2),
      move('2026-11', on('starter'), on('growth'), 1),
      move('2026-11', on('growth'), on('free'), 1),
      move('2026-11', on('growth'), null, 1),
      move('2026-11', on('growth', 1, true), on('growth'), 2),
    ];
    expect(revenueMonths(standing, moves, price, ['2026-10', '2026-11'])).toEqual([
      {
        month: '2026-10',
        start: 2,
        new: 2,
        upgrades: 0,
        downgrades: 0,
        ended: 0,
        end: 4,
        churn: 0,
        money: [
          {
            currency: 'USD',
            startMinor: 9_800 - 1_900 + 1_900,
            newMinor: 3_800,
            upgradesMinor: 0,
            downgradesMinor: 0,
            endedMinor: 0,
            endMinor: 13_600,
          },
        ],
      },
      {
        month: '2026-11',
        start: 4,
        new: 2,
        upgrades: 1,
        downgrades: 0,
        ended: 2,
        end: 4,
        churn: 0.5,
        money: [
          {
            currency: 'USD',
            startMinor: 13_600,
            newMinor: 9_800,
            upgradesMinor: 3_000,
            downgradesMinor: 0,
            endedMinor: -9_800,
            endMinor: 16_600,
          },
        ],
      },
    ]);
  });

  it('whoever goes to a price in another currency has ended in one and is new in the other, and nobody has left', () => {
    const [month] = revenueMonths(
      [{ ...on('growth', 2), tenants: 1 }],
      [{ month: '2026-11-01', from: on('growth'), to: on('growth', 2), tenants: 1 }],
      price,
      ['2026-11'],
    );
    expect(month).toMatchObject({ start: 1, new: 0, ended: 0, end: 1, churn: 0 });
    expect(month!.money).toEqual([
      { currency: 'EUR', startMinor: 0, newMinor: 4_500, upgradesMinor: 0, downgradesMinor: 0, endedMinor: 0, endMinor: 4_500 },
      { currency: 'USD', startMinor: 4_900, newMinor: 0, upgradesMinor: 0, downgradesMinor: 0, endedMinor: -4_900, endMinor: 0 },
    ]);
  });

  it('every month begins as the one before has ended, whoever moves', () => {
    const versions = [null, on('free'), on('starter'), on('starter', 1, true), on('growth'), on('growth', 2)];
    const months = monthsUntil('2026-11-30', 6);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5), fc.integer({ min: 1, max: 9 }))),
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 5, maxLength: 5 }),
        (steps, counts) => {
          const moves = steps.map(([month, from, to, tenants]) => ({
            month: `${months[month]!}-01`,
            from: versions[from]!,
            to: versions[to]!,
            tenants,
          }));
          const standing = counts.map((tenants, index) => ({ ...versions[index + 1]!, tenants }));
          const told = revenueMonths(standing, moves, price, months);
          for (const [index, { start, new: came, ended, end, money }] of told.entries()) {
            expect(start + came - ended).toBe(end);
            if (index > 0) expect(start).toBe(told[index - 1]!.end);
            for (const each of money) {
              expect(each.startMinor + each.newMinor + each.upgradesMinor + each.downgradesMinor + each.endedMinor).toBe(each.endMinor);
            }
          }
        },
      ),
    );
  });
});

describe('margin', () => {
  const micros = ({ amountMinor }: { amountMinor: number }): number => amountMinor * 10_000;
  const NOTHING = { plans: [], overage: [], costs: [] };

  it('the days of a month add up to the price of its plan exactly', () => {
    for (const [from, to] of [
      ['2026-11-01', '2026-11-30'],
      ['2028-02-01', '2028-02-29'],
    ] as const) {
      const days = marginDays({ from, to }, '2030-01-01', { ...NOTHING, plans: [{ fromDay: '2026-01-01', price: usd(4_999) }] }, micros);
      expect(marginMonths(days)).toEqual([
        { month: from.slice(0, 7), currency: 'USD', planMicros: 49_990_000, overageMicros: 0, costMicros: 0 },
      ]);
    }
  });

  it('a plan counts from its first day, a trial brings nothing, and what is to come is not earned yet', () => {
    const days = marginDays(
      { from: '2026-11-01', to: '2026-11-30' },
      '2026-11-04',
      {
        plans: [
          { fromDay: '2026-11-02', price: null },
          { fromDay: '2026-11-03', price: usd(3_000) },
        ],
        overage: [{ day: '2026-11-04', currency: 'USD', amountMinor: 7 }],
        costs: [
          { day: '2026-11-01', currency: 'USD', amountMicros: 250 },
          { day: '2026-11-04', currency: 'EUR', amountMicros: 9 },
          { day: '2026-11-04', currency: 'USD', amountMicros: 2_000_000 },
        ],
      },
      micros,
    );
    expect(days).toEqual([
      { day: '2026-11-01', currency: 'USD', planMicros: 0, overageMicros: 0, costMicros: 250 },
      { day: '2026-11-03', currency: 'USD', planMicros: 1_000_000, overageMicros: 0, costMicros: 0 },
      { day: '2026-11-04', currency: 'EUR', planMicros: 0, overageMicros: 0, costMicros: 9 },
      { day: '2026-11-04', currency: 'USD', planMicros: 1_000_000, overageMicros: 70_000, costMicros: 2_000_000 },
    ]);
    expect(days.map(marginOf)).toEqual([-250, 1_000_000, -9, -930_000]);
  });
});

describe('near limits', () => {
  it('from 80 % on, and of what is limited alone', () => {
    expect(
      nearLimits([
        { meter: 'messages', limit: 1_000, used: 800 },
        { meter: 'aiReplies', limit: 1_000, used: 799 },
        { meter: 'users', limit: null, used: 99 },
        { meter: 'outlets', limit: 0, used: 3 },
        { meter: 'documents', limit: 3, used: 4_000 },
      ]),
    ).toEqual([
      { meter: 'messages', limit: 1_000, used: 800, share: 800 },
      { meter: 'documents', limit: 3, used: 4_000, share: 9_999 },
    ]);
  });
});
