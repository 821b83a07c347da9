import type { ListedInvoice, ShownInvoice } from '../../handlers/invoices/show-invoice.step.js';
import type { InvoiceDetailDto, ListedInvoiceDto } from './invoices.dto.js';

export const toListedInvoice = (invoice: ListedInvoice): ListedInvoiceDto => ({
  id: invoice.id,
  invoiceNumber: invoice.invoiceNumber,
  status: invoice.status,
  orderId: invoice.orderId,
  contactId: invoice.contactId,
  phone: invoice.phone,
  customerName: invoice.buyer.name,
  currency: invoice.currency,
  totalMinor: invoice.totalMinor,
  paidMinor: invoice.paidMinor,
  creditedMinor: invoice.creditedMinor,
  dueMinor: invoice.dueMinor,
  dueDate: invoice.dueDate,
  issuedAt: invoice.issuedAt,
  createdAt: invoice.createdAt,
});

export const toInvoice = (invoice: ShownInvoice): InvoiceDetailDto => ({
  ...toListedInvoice(invoice),
  lines: invoice.lines,
  taxes: invoice.taxes,
  subtotalMinor: invoice.subtotalMinor,
  taxMinor: invoice.taxMinor,
  customer: invoice.buyer,
  language: invoice.language,
  note: invoice.note,
  payments: invoice.payments.map(({ id, kind, amountMinor, reference, at }) => ({ id, kind, amountMinor, reference, at })),
  messages: invoice.messages.map(({ id, type, status, code, detail, at }) => ({ id, type, status, code, detail, at })),
  creditNotes: invoice.creditNotes.map(({ id, creditNumber, amountMinor, reason, reference, issuedAt }) => ({
    id,
    creditNumber,
    amountMinor,
    reason,
    reference,
    issuedAt,
  })),
});
