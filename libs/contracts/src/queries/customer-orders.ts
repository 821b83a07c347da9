import { z } from 'zod';
import { defineQuery } from '../event.js';
import { ORDER_STATUSES } from '../vocabulary.js';

/** More are not told at once. */
export const MAX_CUSTOMER_ORDERS = 10;

export const customerOrders = defineQuery({
  name: 'customer-orders',
  version: 1,
  owner: 'commerce',
  askedBy: ['llm-orchestration'],
  summary: 'The orders of a contact that are open or moved lately, the newest first: those of nobody else, whatever they write.',
  request: z.object({ contactId: z.uuid() }),
  reply: z.object({
    orders: z
      .array(
        z.object({
          /** As the customer knows it. */
          number: z.string(),
          status: z.enum(ORDER_STATUSES),
          isOpen: z.boolean(),
          placedAt: z.iso.datetime(),
          /** In the smallest unit of the currency (ISO 4217). */
          totalMinor: z.number().int(),
          currency: z.string(),
          trackingNumber: z.string().optional(),
          trackingUrl: z.string().optional(),
        }),
      )
      .max(MAX_CUSTOMER_ORDERS),
  }),
  timeoutMs: 3_000,
  exampleRequest: { contactId: '0198c0de-0000-7000-8000-000000000011' },
  exampleReply: {
    orders: [
      {
        number: '1042',
        status: 'shipped',
        isOpen: true,
        placedAt: '2026-11-20T09:00:00.000Z',
        totalMinor: 2_500,
        currency: 'USD',
        trackingUrl: 'https://track.example.com/RR123',
      },
    ],
  },
});
