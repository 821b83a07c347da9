import { Problem } from '#service-kit';
import type { InvoiceStatus } from '../../domain/invoices/states.js';

export const moveRefused = (status: InvoiceStatus, detail: string): Problem =>
  new Problem(409, 'invoice_move_refused', detail, undefined, {}, { status });

export const notPayable = (status: InvoiceStatus): Problem =>
  new Problem(
    409,
    'invoice_not_payable',
    `The invoice is ${status}; only what was sent and is not void has payments.`,
    undefined,
    {},
    { status },
  );

export const referenceReused = (reference: string): Problem =>
  new Problem(409, 'reference_reused', `The reference ${reference} was used for another amount of this invoice. Use a new one.`);
