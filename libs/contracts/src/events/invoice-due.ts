import { z } from 'zod';
import { defineEvent } from '../event.js';

export const invoiceDue = defineEvent({
  name: 'invoice-due',
  version: 1,
  producer: 'billing',
  consumers: ['tenant'],
  summary:
    'A tenant has an invoice of the operator to pay: it was issued, it is soon due, or it was not paid in time and the tenant is suspended. Its admins get a mail.',
  data: z.object({
    invoiceId: z.uuid(),
    /** As it stands on the invoice. */
    number: z.string(),
    what: z.enum(['issued', 'reminder', 'suspended']),
    total: z.object({ amountMinor: z.number().int().positive(), currency: z.string() }),
    dueAt: z.iso.datetime(),
    at: z.iso.datetime(),
  }),
  key: ({ invoiceId }) => invoiceId,
  example: {
    invoiceId: '01978a00-0000-7000-8000-000000000001',
    number: 'INV-2026-000123',
    what: 'issued',
    total: { amountMinor: 1_900, currency: 'USD' },
    dueAt: '2026-12-04T09:00:00.000Z',
    at: '2026-11-20T09:00:00.000Z',
  },
});
