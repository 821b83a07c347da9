import fc from 'fast-check';
import { countInvoice, creditedTaxes, type InvoiceLine } from './amounts.js';
import { creditOfRefund, dueOf, shownStatus, statusOf } from './states.js';

const line = (over: Partial<InvoiceLine>): InvoiceLine => ({
  description: 'Mug',
  quantity: 1,
  unitPriceMinor: 100,
  discountPercent: 0,
  taxPercent: 0,
  ...over,
});
const anyLine = fc.record({
  description: fc.constant('x'),
  quantity: fc.integer({ min: 1, max: 5_000_000 }).map((milli) => milli / 1_000),
  unitPriceMinor: fc.integer({ min: 0, max: 1_000_000_000 }),
  discountPercent: fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 100),
  taxPercent: fc.constantFrom(0, 5, 7.5, 10.5, 18, 21),
});
const lines = fc.array(anyLine, { minLength: 1, maxLength: 12 });

describe('the sums of an invoice', () => {
  it('round each line, its discount, and the tax once for each rate', () => {
    expect(
      countInvoice([
        line({ quantity: 2.5, unitPriceMinor: 333 }),
        line({ quantity: 3, unitPriceMinor: 1_005, discountPercent: 12.5, taxPercent: 18 }),
        line({ unitPriceMinor: 7, taxPercent: 18 }),
      ]),
    ).toMatchObject({
      lines: [{ amountMinor: 833 }, { amountMinor: 2_638 }, { amountMinor: 7 }],
      taxes: [{ percent: 18, baseMinor: 2_645, amountMinor: 476 }],
      subtotalMinor: 3_478,
      taxMinor: 476,
      totalMinor: 3_954,
    });
    expect(countInvoice([line({ quantity: 1_000_000, unitPriceMinor: 1_000_000_000_000 })])).toBeUndefined();
    expect(countInvoice([line({ unitPriceMinor: -1 })])).toBeUndefined();
  });

  it('add up to the minor unit, whatever the lines, in whatever order they stand', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const sums = countInvoice(given)!;
        expect(sums.lines.reduce((all, { amountMinor }) => all + amountMinor, 0)).toBe(sums.subtotalMinor);
        expect(sums.taxes.reduce((all, { amountMinor }) => all + amountMinor, 0)).toBe(sums.taxMinor);
        expect(sums.subtotalMinor + sums.taxMinor).toBe(sums.totalMinor);
        expect(countInvoice(given.toReversed())!.totalMinor).toBe(sums.totalMinor);
        for (const { amountMinor, quantity, unitPriceMinor, discountPercent } of sums.lines) {
          const exact = quantity * unitPriceMinor * (1 - discountPercent / 100);
          expect(Math.abs(amountMinor - exact)).toBeLessThanOrEqual(1 + exact * 1e-9);
        }
      }),
    );
  });

  it('give their taxes to credit notes piece by piece, and none is left or is given twice', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (given, cuts) => {
        const sums = countInvoice(given)!;
        fc.pre(sums.totalMinor > 0);
        const ends = [...cuts.map((cut) => Math.floor(cut * sums.totalMinor)).sort((a, b) => a - b), sums.totalMinor];
        const taken = sums.taxes.map(() => 0);
        ends.forEach((to, i) => {
          const from = ends[i - 1] ?? 0;
          const shares = creditedTaxes(sums, from, to);
          shares.forEach(({ amountMinor }, at) => {
            expect(amountMinor).toBeGreaterThanOrEqual(0);
            taken[at]! += amountMinor;
          });
        });
        expect(taken).toEqual(sums.taxes.map(({ amountMinor }) => amountMinor));
      }),
    );
  });
});

describe('the balance of an invoice', () => {
  const amount = fc.integer({ min: 0, max: 1_000 });

  it('is never below nothing, and says how the invoice stands', () => {
    fc.assert(
      fc.property(amount, amount, amount, (totalMinor, credited, paid) => {
        const creditedMinor = Math.min(credited, totalMinor);
        const balance = { totalMinor, creditedMinor, paidMinor: Math.min(paid, totalMinor - creditedMinor) };
        const status = statusOf(balance);
        expect(dueOf(balance)).toBe(totalMinor - creditedMinor - balance.paidMinor);
        expect(status === 'paid' || status === 'void').toBe(dueOf(balance) === 0);
        expect(status === 'partly_paid').toBe(dueOf(balance) > 0 && balance.paidMinor > 0);
      }),
    );
  });

  it('after a refund is owed no more than before', () => {
    fc.assert(
      fc.property(amount, amount, amount, amount, (totalMinor, credited, paid, refund) => {
        const creditedMinor = Math.min(credited, totalMinor);
        const before = { totalMinor, creditedMinor, paidMinor: paid };
        const refundMinor = Math.min(refund, paid);
        const credit = creditOfRefund(before, refundMinor);
        expect(creditedMinor + credit).toBeLessThanOrEqual(totalMinor);
        expect(dueOf({ totalMinor, creditedMinor: creditedMinor + credit, paidMinor: paid - refundMinor })).toBe(dueOf(before));
      }),
    );
  });

  it('is overdue when the day is over', () => {
    expect(['2026-11-20', '2026-11-21'].map((today) => shownStatus('sent', '2026-11-20', today))).toEqual(['sent', 'overdue']);
    expect(shownStatus('paid', '2026-11-20', '2027-01-01')).toBe('paid');
  });
});
