import type { Schemas } from '../../api/client';
import { typedNumber } from '../typed-number';
import { majorOf, minorOf } from './amounts';
import type { CustomerInvoice } from './invoice-badge';

/** A line as it is typed. */
export interface LineDraft {
  description: string;
  quantity: string;
  /** In whole units of the currency, without tax. */
  price: string;
  discount: string;
  tax: string;
}

/** What can be written on an invoice that is not sent yet, as it is typed. */
export interface InvoiceDraft {
  currency: string;
  lines: LineDraft[];
  dueDate: string;
  note: string;
  /** Empty: that of the customer. */
  language: string;
  name: string;
  address: string;
  taxId: string;
  email: string;
}

/** @param tax in percent, as it is typed: mostly that of the line before */
export const newLine = (tax = ''): LineDraft => ({ description: '', quantity: '1', price: '', discount: '', tax });

export const NEW_INVOICE: InvoiceDraft = {
  currency: '',
  lines: [newLine()],
  dueDate: '',
  note: '',
  language: '',
  name: '',
  address: '',
  taxId: '',
  email: '',
};

const percentOf = (percent: number | undefined): string => (percent ? String(percent) : '');

export const draftOf = ({ currency, lines, dueDate, note, language, customer }: CustomerInvoice): InvoiceDraft => ({
  currency,
  lines: lines.map(({ description, quantity, unitPriceMinor, discountPercent, taxPercent }) => ({
    description,
    quantity: String(quantity),
    price: majorOf(unitPriceMinor, currency),
    discount: percentOf(discountPercent),
    tax: percentOf(taxPercent),
  })),
  dueDate: dueDate ?? '',
  note,
  language: language ?? '',
  name: customer.name,
  address: customer.address,
  taxId: customer.taxId ?? '',
  email: customer.email ?? '',
});

const codeOf = (typed: string): string => typed.trim().toUpperCase();

/** What the API takes. What is no number is told by the service, by its field. */
export const bodyOf = ({ currency, lines, ...draft }: InvoiceDraft): Omit<Schemas['ChangeInvoiceBody'], 'status' | 'reference'> => ({
  lines: lines.map(({ description, quantity, price, discount, tax }) => ({
    description: description.trim(),
    quantity: typedNumber(quantity) as number,
    unitPriceMinor: minorOf(price, codeOf(currency)),
    discountPercent: typedNumber(discount) ?? 0,
    taxPercent: typedNumber(tax) ?? 0,
  })),
  ...(draft.dueDate ? { dueDate: draft.dueDate } : {}),
  ...(draft.language ? { language: draft.language } : {}),
  note: draft.note.trim(),
  customer: {
    name: draft.name.trim(),
    address: draft.address.trim(),
    taxId: draft.taxId.trim() || null,
    email: draft.email.trim() || null,
  },
});

/** The same of an invoice that is new. Without a name it is to whom the contact is. */
export const newBodyOf = (draft: InvoiceDraft, to: Pick<Schemas['NewInvoiceBody'], 'contactId' | 'phone'>): Schemas['NewInvoiceBody'] => {
  const { customer, ...body } = bodyOf(draft);
  const { name, ...party } = customer!;
  return { ...body, ...to, currency: codeOf(draft.currency), customer: { ...party, ...(name ? { name } : {}) } };
};
