import { z } from 'zod';
import { defineEvent } from '../event.js';

export const checkoutAbandoned = defineEvent({
  name: 'checkout-abandoned',
  version: 1,
  producer: 'commerce',
  consumers: ['engagement'],
  summary: 'A customer has begun to buy in a shop and not gone on for as long as the company waits: told once of each checkout.',
  data: z.object({
    checkoutId: z.uuid(),
    connectionId: z.uuid(),
    contactId: z.uuid(),
    currency: z.string(),
    /** In the smallest unit of the currency. */
    totalMinor: z.number().int(),
    /** Where the customer goes on. Whoever has it sees the checkout. */
    link: z.url().optional(),
    at: z.iso.datetime(),
  }),
  key: (data) => data.contactId,
  example: {
    checkoutId: '0198c0de-0000-7000-8000-0000000000e5',
    connectionId: '0198c0de-0000-7000-8000-0000000000c1',
    contactId: '0198c0de-0000-7000-8000-000000000011',
    currency: 'PEN',
    totalMinor: 2_500,
    link: 'https://shop.example.com/checkouts/ac/Z2NwLXVz/recover?key=example',
    at: '2026-11-20T09:00:00.000Z',
  },
});
