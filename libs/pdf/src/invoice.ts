import { decimalsOf, digitsOf } from '#contracts';

/** A party to an invoice. */
export interface Party {
  name: string;
  /** The address, as it is to be read. */
  lines: readonly string[];
  /** Tax or VAT number. */
  taxId?: string;
  email?: string;
}

export interface InvoiceLine {
  description: string;
  /** A number as it is to be read; left out where there is nothing to count. */
  quantity?: number;
  unitPriceMinor?: number;
  amountMinor: number;
}

export interface InvoiceTax {
  /** Its name and rate, as they are to be read: `VAT 19 %`. */
  name: string;
  amountMinor: number;
}

/** All that stands on an invoice. Amounts are whole minor units of the currency; nothing is added up here. */
export interface Invoice {
  kind: 'invoice' | 'credit_note';
  number: string;
  /** BCP 47: the words (en, es, ar, he; else English), how dates and amounts are written, and the side from which it reads. */
  locale: string;
  /** ISO 4217, with as many decimals as it has: none of yen, three of dinars. */
  currency: string;
  /** Also the date of the file, so that the same invoice gives the same bytes. */
  issuedAt: Date;
  dueAt?: Date;
  /** Both days included. */
  period?: { from: Date; to: Date };
  /** The number of the invoice that a credit note corrects. */
  corrects?: string;
  seller: Party;
  buyer: Party;
  lines: readonly InvoiceLine[];
  taxes: readonly InvoiceTax[];
  subtotalMinor: number;
  totalMinor: number;
  /** Left out where payment is not told. */
  paidMinor?: number;
  notes?: readonly string[];
  /** Of the title and the rule under the heads of the columns: `#rrggbb`. */
  color?: string;
  /** In which days are told; UTC if left out. */
  timeZone?: string;
}

/** An amount as people read it, exact to its last digit. */
export function moneyText(amountMinor: number, currency: string, locale: string): string {
  const format = new Intl.NumberFormat(`${locale}-u-nu-latn`, {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    ...digitsOf(currency),
  });
  const digits = decimalsOf(currency);
  const whole = Math.abs(amountMinor)
    .toString()
    .padStart(digits + 1, '0');
  const decimal = digits === 0 ? whole : `${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
  return format.format(`${amountMinor < 0 ? '-' : ''}${decimal}` as Intl.StringNumericLiteral);
}

export const dayText = (at: Date, locale: string, timeZone = 'UTC'): string =>
  new Intl.DateTimeFormat(`${locale}-u-nu-latn-ca-gregory`, { dateStyle: 'medium', timeZone }).format(at);
