import { shownMoney, type MessageRequest } from '#contracts';
import { faultsIn, localeOf, writeMessage, type Words } from '../order-messages/compose.js';
import type { ReminderType } from './reminders.js';

/** What a customer is told of an invoice. */
export const INVOICE_MESSAGE_TYPES = ['document', 'reminder'] as const;
export type InvoiceMessageType = (typeof INVOICE_MESSAGE_TYPES)[number];

export interface ToldInvoice {
  invoiceNumber: string | null;
  dueMinor: number;
  currency: string;
  dueDate: string | null;
  language: string | null;
  /** Where it can be paid; null where it cannot be paid by a link. */
  paymentLink: string | null;
}

const isSpanish = (language: string | null): boolean => /^es\b/i.test(language ?? '');

/** A day as people read it. @param day such as 2026-11-20 */
export const shownDay = (day: string, language: string | null): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));

/** What stands under the document. */
export function captionOf({ invoiceNumber, dueMinor, currency, dueDate, language, paymentLink }: ToldInvoice): string {
  const due = shownMoney(dueMinor, currency, localeOf(language));
  if (isSpanish(language)) {
    const by = dueDate && dueMinor > 0 ? `. A pagar hasta el ${shownDay(dueDate, language)}: ${due}` : '';
    return `Factura ${invoiceNumber}${by}${paymentLink ? `. Para pagar: ${paymentLink}` : ''}`;
  }
  const by = dueDate && dueMinor > 0 ? `. ${due} to be paid by ${shownDay(dueDate, language)}` : '';
  return `Invoice ${invoiceNumber}${by}${paymentLink ? `. To pay: ${paymentLink}` : ''}`;
}

const STANDARD = {
  en: {
    due: 'A reminder: invoice {{ invoice.number }} of {{ invoice.due }} is to be paid by {{ invoice.due_date }}.{% if paymentLink %} To pay: {{ paymentLink }}{% endif %}',
    overdue:
      'Invoice {{ invoice.number }} was to be paid by {{ invoice.due_date }}. {{ invoice.due }} is still open. Have you paid already? Then thank you.{% if paymentLink %} To pay: {{ paymentLink }}{% endif %}',
  },
  es: {
    due: 'Un recordatorio: la factura {{ invoice.number }} de {{ invoice.due }} vence el {{ invoice.due_date }}.{% if paymentLink %} Para pagar: {{ paymentLink }}{% endif %}',
    overdue:
      'La factura {{ invoice.number }} venció el {{ invoice.due_date }} y quedan {{ invoice.due }} por pagar. Si ya pagó, muchas gracias.{% if paymentLink %} Para pagar: {{ paymentLink }}{% endif %}',
  },
} as const;

/** What placeholders of a reminder can name. */
const reminderValues = (
  { invoiceNumber, dueMinor, currency, dueDate, language, paymentLink }: ToldInvoice,
  customerName: string,
): object => ({
  invoice: {
    number: invoiceNumber,
    due: shownMoney(dueMinor, currency, localeOf(language)),
    due_date: dueDate === null ? null : shownDay(dueDate, language),
  },
  customer: { name: customerName },
  paymentLink,
});

/** @throws what Liquid says of a text that is not right for this invoice; where it is empty */
export const writeReminder = (words: Words, type: ReminderType, invoice: ToldInvoice, customerName: string): MessageRequest['message'] =>
  writeMessage(words, reminderValues(invoice, customerName), STANDARD[isSpanish(invoice.language) ? 'es' : 'en'][type]);

const EXAMPLE: ToldInvoice = {
  invoiceNumber: 'INV-2026-000042',
  dueMinor: 2_500,
  currency: 'USD',
  dueDate: '2026-11-20',
  language: 'en',
  paymentLink: 'https://chat.example.com/pay/x',
};
const EMPTY = 'the text must not be empty, also for a customer without a name';

/** What is wrong with the words of a reminder, by their field. */
export const faultsOfReminder = (words: Words): { field: string; message: string }[] =>
  faultsIn(words, [reminderValues(EXAMPLE, 'Rosa'), reminderValues(EXAMPLE, '')], EMPTY);
