import fc from 'fast-check';
import { invoiceNumber, taxText } from '#contracts';
import { proratedMinor, stateOf, withoutTax, type InvoiceLine } from './invoice.js';

const line = (amountMinor: number): InvoiceLine => ({ kind: 'plan', description: '', amountMinor });

describe('the tax of an invoice', () => {
  it('is taken out of prices that include it', () => {
    expect(withoutTax([line(12_100)], 2_100)).toMatchObject({ subtotalMinor: 10_000, taxMinor: 2_100, totalMinor: 12_100 });
    expect(withoutTax([line(100)], 0)).toMatchObject({ subtotalMinor: 100, taxMinor: 0, lines: [{ amountMinor: 100 }] });
    expect(withoutTax([], 2_100)).toEqual({ lines: [], subtotalMinor: 0, taxMinor: 0, totalMinor: 0 });
  });

  it('adds up to the minor unit, whatever the lines and the rate, and each line is right to one unit but the one that takes the rest', () => {
    const amounts = fc.array(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }), { maxLength: 8 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 10_000 }), (gross, rate) => {
        const { lines, subtotalMinor, taxMinor, totalMinor } = withoutTax(gross.map(line), rate);
        expect(totalMinor).toBe(gross.reduce((sum, amount) => sum + amount, 0));
        expect(subtotalMinor + taxMinor).toBe(totalMinor);
        expect(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(subtotalMinor);
        lines.forEach(({ amountMinor }, i) =>
          expect(Math.abs(amountMinor - (gross[i]! * 10_000) / (10_000 + rate))).toBeLessThanOrEqual(gross.length + 1),
        );
      }),
    );
  });

  it('is named with its rate', () => {
    expect([taxText('IVA', 2_100), taxText('VAT', 750), taxText('', 1_900)]).toEqual(['IVA 21 %', 'VAT 7.5 %', '19 %']);
  });
});

it('prorates to the minor unit, and the parts of a month are the month to one unit each', () => {
  expect([proratedMinor(1_900, 10, 30), proratedMinor(1_900, 30, 30), proratedMinor(1, 1, 2)]).toEqual([633, 1_900, 1]);
});

it('is overdue from the instant on which it is due, and never when it is paid', () => {
  const due = '2026-03-01T00:00:00.000Z';
  expect(stateOf('open', due, new Date('2026-02-28T23:59:59.999Z'))).toBe('open');
  expect(stateOf('open', due, new Date(due))).toBe('overdue');
  expect(stateOf('paid', due, new Date('2027-01-01'))).toBe('paid');
  expect(invoiceNumber({ series: 'INV', year: 2026, number: 12 })).toBe('INV-2026-000012');
});
