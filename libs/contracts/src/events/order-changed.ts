import { z } from 'zod';
import { defineEvent } from '../event.js';
import { ORDER_MILESTONES, ORDER_STATUSES } from '../vocabulary.js';

export const orderChanged = defineEvent({
  name: 'order-changed',
  version: 1,
  producer: 'commerce',
  consumers: ['engagement', 'outgoing-webhooks'],
  summary: 'An order was made, or moved on. Nothing in it names its customer but the id of their contact.',
  data: z.object({
    orderId: z.uuid(),
    orderNumber: z.string(),
    status: z.enum(ORDER_STATUSES),
    /** Absent of one that was made. */
    previousStatus: z.enum(ORDER_STATUSES).optional(),
    /** Who moved it: a person, a program, the customer, the shop, or a time that has passed. */
    by: z.enum(['user', 'api-key', 'customer', 'shop', 'system']),
    currency: z.string(),
    /** In the smallest unit of the currency. */
    totalMinor: z.number().int(),
    externalPlatform: z.string().optional(),
    externalId: z.string().optional(),
    /** Absent while the customer is no contact. */
    contactId: z.uuid().optional(),
    at: z.iso.datetime(),
    /** What the order came to by this change. None of an old order that is only now seen here. Absent of events from before there was this field. */
    milestones: z.array(z.enum(ORDER_MILESTONES)).optional(),
  }),
  key: (data) => data.orderId,
  example: {
    orderId: '0198c0de-0000-7000-8000-0000000000e1',
    orderNumber: '1042',
    status: 'shipped',
    previousStatus: 'packing',
    by: 'user',
    currency: 'PEN',
    totalMinor: 2_500,
    externalPlatform: 'woocommerce',
    externalId: '450789469',
    contactId: '0198c0de-0000-7000-8000-000000000011',
    at: '2026-11-20T09:00:00.000Z',
  },
});
