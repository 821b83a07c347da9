import { taxText } from '#contracts';
import type { Invoice as Printed, Party } from '#pdf';
import { instantOf } from '#wall-clock';
import type { CountedLine, InvoiceTax } from './amounts.js';

interface PrintedParty {
  name: string;
  address: string;
  taxId: string | null;
  email: string | null;
}

export interface PrintedFacts {
  currency: string;
  /** BCP 47, as Intl takes it. */
  locale: string;
  issuedAt: string;
  seller: PrintedParty & { taxName: string; color: string | null; timeZone: string };
  buyer: PrintedParty;
}

const partyOf = ({ name, address, taxId, email }: PrintedParty): Party => ({
  name,
  lines: address.split('\n'),
  ...(taxId && { taxId }),
  ...(email && { email }),
});

const commonOf = ({ currency, locale, issuedAt, seller, buyer }: PrintedFacts) => ({
  currency,
  locale,
  issuedAt: new Date(issuedAt),
  timeZone: seller.timeZone,
  seller: partyOf(seller),
  buyer: partyOf(buyer),
  ...(seller.color && { color: seller.color }),
});

const taxesOf = (taxes: readonly Pick<InvoiceTax, 'percent' | 'amountMinor'>[], name: string) =>
  taxes.map(({ percent, amountMinor }) => ({ name: taxText(name, Math.round(percent * 100)), amountMinor }));

/** What stands on the page of an invoice. Payments do not: so it is the same page whenever it is drawn. */
export function printedInvoice(
  facts: PrintedFacts,
  invoice: {
    number: string;
    dueDate: string | null;
    lines: readonly CountedLine[];
    taxes: readonly InvoiceTax[];
    subtotalMinor: number;
    totalMinor: number;
    notes: readonly string[];
  },
): Printed {
  const { dueDate, lines, taxes, number, subtotalMinor, totalMinor, notes } = invoice;
  return {
    ...commonOf(facts),
    kind: 'invoice',
    number,
    subtotalMinor,
    totalMinor,
    notes,
    // At noon, where the company is: the page tells it as a day there.
    ...(dueDate && { dueAt: new Date(instantOf(Date.parse(`${dueDate}T12:00:00Z`), facts.seller.timeZone)) }),
    lines: lines.map(({ description, quantity, unitPriceMinor, discountPercent, amountMinor }) => ({
      description: discountPercent > 0 ? `${description} (−${discountPercent} %)` : description,
      quantity,
      unitPriceMinor,
      amountMinor,
    })),
    taxes: taxesOf(taxes, facts.seller.taxName),
  };
}

/** What stands on the page of a credit note. */
export function printedCreditNote(
  facts: PrintedFacts,
  credit: {
    number: string;
    corrects: string;
    reason: string;
    amountMinor: number;
    taxes: readonly { percent: number; amountMinor: number }[];
  },
): Printed {
  const { number, corrects, reason, amountMinor, taxes } = credit;
  const subtotalMinor = amountMinor - taxes.reduce((sum, tax) => sum + tax.amountMinor, 0);
  return {
    ...commonOf(facts),
    kind: 'credit_note',
    number,
    corrects,
    lines: [{ description: reason, amountMinor: subtotalMinor }],
    taxes: taxesOf(
      taxes.filter((tax) => tax.amountMinor > 0),
      facts.seller.taxName,
    ),
    subtotalMinor,
    totalMinor: amountMinor,
  };
}
