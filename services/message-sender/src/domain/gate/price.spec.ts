import type { Rate } from './facts.js';
import { priceOf, pricedCategory } from './price.js';

const at = new Date('2026-11-20T09:00:00.000Z');
const later = (hours: number): string => new Date(at.getTime() + hours * 3_600_000).toISOString();
const policy = { isBillable: true, freeMonthly: 0, isFreeInWindow: false, isFreeInEntry: true };
const rate = (over: Partial<Rate> = {}): Rate => ({
  currency: 'USD',
  amountMicros: 62_500,
  effectiveFrom: '2026-10-01',
  source: 'a card',
  policy,
  ...over,
});
const outside = { at, windowExpiresAt: null, freeEntryUntil: null };

describe('what a message would cost', () => {
  it('is what the card says, with its date and source, to the smallest unit and exactly', () => {
    expect(priceOf(outside, rate())).toEqual({
      amountMinor: 6,
      currency: 'USD',
      kind: 'estimated',
      asOf: '2026-10-01',
      amountMicros: 62_500,
      source: 'a card',
    });
    expect(priceOf(outside, rate({ currency: 'JPY', amountMicros: 9_400_000 }))).toMatchObject({ amountMinor: 9 });
    expect(priceOf(outside, rate({ currency: 'KWD', amountMicros: 19_000 }))).toMatchObject({ amountMinor: 19 });
  });

  it('is unknown without a rate', () => {
    expect(priceOf(outside, undefined)).toBeNull();
  });

  it.each<[string, object, Partial<Rate>, number]>([
    ['nothing in a free entry', { freeEntryUntil: later(1) }, {}, 0],
    ['something after it', { freeEntryUntil: later(-1) }, {}, 62_500],
    ['something in a window that is not free', { windowExpiresAt: later(1) }, {}, 62_500],
    ['nothing in one that is', { windowExpiresAt: later(1) }, { policy: { ...policy, isFreeInWindow: true } }, 0],
    ['something outside of it', { windowExpiresAt: later(-1) }, { policy: { ...policy, isFreeInWindow: true } }, 62_500],
    ['nothing of a category that is not billed', {}, { policy: { ...policy, isBillable: false } }, 0],
    ['the rate where no policy is known', { freeEntryUntil: later(1) }, { policy: null }, 62_500],
  ])('is %s', (_, facts, over, amountMicros) => {
    expect(priceOf({ ...outside, ...facts }, rate(over))).toMatchObject({ kind: 'estimated', amountMicros });
  });

  it('is a range where some are free each month', () => {
    expect(priceOf(outside, rate({ policy: { ...policy, freeMonthly: 1_000 } }))).toMatchObject({
      kind: 'range',
      fromMinor: 0,
      amountMinor: 6,
    });
  });

  it('goes by the category that WhatsApp bills', () => {
    const template = (category: string) =>
      ({ known: 'found', id: '1', name: 'x', language: 'en', category, status: 'APPROVED', rejectionReason: null, problems: [] }) as const;
    expect(['MARKETING', 'UTILITY', 'AUTHENTICATION', 'NEW'].map((category) => pricedCategory(template(category)))).toEqual([
      'marketing',
      'utility',
      'authentication',
      undefined,
    ]);
    expect(pricedCategory(undefined)).toBe('service');
    expect(pricedCategory({ known: 'unasked' })).toBeUndefined();
  });
});
