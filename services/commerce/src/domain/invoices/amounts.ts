import { partOf } from '#contracts';

/** A line as it is given. Prices are without tax. */
export interface InvoiceLine {
  description: string;
  /** Thousandths at the finest. */
  quantity: number;
  unitPriceMinor: number;
  /** Percent, hundredths at the finest. */
  discountPercent: number;
  /** Percent, hundredths at the finest. */
  taxPercent: number;
}

/** A line with what it comes to: without tax, after its discount. */
export interface CountedLine extends InvoiceLine {
  amountMinor: number;
}

/** All of one rate together. */
export interface InvoiceTax {
  percent: number;
  /** What is taxed. */
  baseMinor: number;
  amountMinor: number;
}

export interface InvoiceSums {
  lines: CountedLine[];
  /** By rate, the lowest first; without those of nothing. */
  taxes: InvoiceTax[];
  subtotalMinor: number;
  taxMinor: number;
  totalMinor: number;
}

/** A whole number of parts, as binary fractions of percents and quantities are not exact. */
const whole = (value: number, parts: number): number => Math.round(value * parts);

function amountOf({ quantity, unitPriceMinor, discountPercent }: InvoiceLine): number {
  const gross = partOf(unitPriceMinor, whole(quantity, 1_000), 1_000);
  return gross - partOf(gross, whole(discountPercent, 100), 10_000);
}

/**
 * Adds an invoice up. It is rounded half away from zero and to whole minor units: the price of each line, its discount, and the tax once for each
 * rate, on the sum of its lines. So the lines sum to the subtotal, and subtotal and taxes to the total.
 *
 * @returns undefined where it comes to less than nothing, or to more than can be counted exactly
 */
export function countInvoice(lines: readonly InvoiceLine[]): InvoiceSums | undefined {
  const counted = lines.map((line) => ({ ...line, amountMinor: amountOf(line) }));
  const byRate = Map.groupBy(counted, ({ taxPercent }) => whole(taxPercent, 100));
  const taxes = [...byRate]
    .filter(([rate]) => rate > 0)
    .sort(([a], [b]) => a - b)
    .map(([rate, ofRate]) => {
      const baseMinor = sum(ofRate.map(({ amountMinor }) => amountMinor));
      return { percent: rate / 100, baseMinor, amountMinor: partOf(baseMinor, rate, 10_000) };
    });
  const subtotalMinor = sum(counted.map(({ amountMinor }) => amountMinor));
  const taxMinor = sum(taxes.map(({ amountMinor }) => amountMinor));
  const totalMinor = subtotalMinor + taxMinor;
  const parts = [...counted.map(({ amountMinor }) => amountMinor), subtotalMinor, taxMinor, totalMinor];
  return totalMinor >= 0 && parts.every((part) => Number.isSafeInteger(part))
    ? { lines: counted, taxes, subtotalMinor, taxMinor, totalMinor }
    : undefined;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

/**
 * How the taxes of an invoice share in a part of it that is taken back. The parts of all credit notes of an invoice add up to its taxes, since
 * each one is what has been taken back in all less what was before.
 *
 * @param from how much was taken back before, with tax @param to how much then
 */
export const creditedTaxes = (
  { taxes, totalMinor }: Pick<InvoiceSums, 'taxes' | 'totalMinor'>,
  from: number,
  to: number,
): { percent: number; amountMinor: number }[] =>
  taxes.map(({ percent, amountMinor }) => ({
    percent,
    amountMinor: partOf(amountMinor, to, totalMinor) - partOf(amountMinor, from, totalMinor),
  }));
