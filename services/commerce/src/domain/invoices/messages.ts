import { shownMoney } from '#contracts';
import { localeOf } from '../order-messages/compose.js';

/** What a customer is told of an invoice. */
export const INVOICE_MESSAGE_TYPES = ['document'] as const;
export type InvoiceMessageType = (typeof INVOICE_MESSAGE_TYPES)[number];

export interface ToldInvoice {
  invoiceNumber: string | null;
  dueMinor: number;
  currency: string;
  dueDate: string | null;
  language: string | null;
}

const isSpanish = (language: string | null): boolean => /^es\b/i.test(language ?? '');

/** A day as people read it. @param day such as 2026-11-20 */
export const shownDay = (day: string, language: string | null): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));

/** What stands under the document. */
export function captionOf({ invoiceNumber, dueMinor, currency, dueDate, language }: ToldInvoice): string {
  const due = shownMoney(dueMinor, currency, localeOf(language));
  if (isSpanish(language)) {
    const by = dueDate && dueMinor > 0 ? `. A pagar hasta el ${shownDay(dueDate, language)}: ${due}` : '';
    return `Factura ${invoiceNumber}${by}`;
  }
  return `Invoice ${invoiceNumber}${dueDate && dueMinor > 0 ? `. ${due} to be paid by ${shownDay(dueDate, language)}` : ''}`;
}
