import { partOf } from '#contracts';

/** Why a line is on an invoice. */
export const LINE_KINDS = ['plan', 'proration', 'overage', 'deposit', 'top_up', 'credit', 'correction'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

export interface InvoiceLine {
  kind: LineKind;
  /** In the language of the invoice. */
  description: string;
  amountMinor: number;
}

export const INVOICE_KINDS = ['invoice', 'credit_note'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** What made an invoice. */
export type InvoiceSource = 'top_up' | 'stripe' | 'cycle' | 'change' | 'credit';

export const INVOICE_STATES = ['open', 'overdue', 'paid', 'cancelled'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** A party as an invoice keeps it. */
export interface InvoiceParty {
  name: string;
  /** Lines as they are to be read. */
  address: string;
  taxId: string | null;
  email: string | null;
}

export interface Taxed {
  /** Without tax; they sum to the subtotal. */
  lines: InvoiceLine[];
  subtotalMinor: number;
  taxMinor: number;
  totalMinor: number;
}

/**
 * Takes the tax out of prices that include it. Each line is rounded by itself, and what rounding leaves over goes to the largest one, so
 * that lines, subtotal, tax and total add up to the minor unit.
 *
 * @param lines with tax @param rate hundredths of a percent
 */
export function withoutTax(lines: readonly InvoiceLine[], rate: number): Taxed {
  const totalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const subtotalMinor = partOf(totalMinor, 10_000, 10_000 + rate);
  const net = lines.map((line) => ({ ...line, amountMinor: partOf(line.amountMinor, 10_000, 10_000 + rate) }));
  const left = subtotalMinor - net.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (left !== 0)
    net.reduce((largest, line) => (Math.abs(line.amountMinor) > Math.abs(largest.amountMinor) ? line : largest)).amountMinor += left;
  return { lines: net, subtotalMinor, taxMinor: totalMinor - subtotalMinor, totalMinor };
}

/** What of a price falls on a part of its days, rounded to the minor unit. */
export const proratedMinor = (priceMinor: number, days: number, ofDays: number): number => partOf(priceMinor, days, ofDays);

/** An open invoice is overdue from the instant on which it is due. */
export const stateOf = (status: 'open' | 'paid' | 'cancelled', dueAt: string | null, now: Date): InvoiceState =>
  status === 'open' && dueAt !== null && new Date(dueAt) <= now ? 'overdue' : status;
