import { z } from 'zod';
import { defineEvent } from '../event.js';

/**
 * What a payment provider says has changed, and no more: whoever takes it asks the provider how the object stands now, so that notices may
 * come in any order and any number of times. Under the nil UUID: whose customer it is, billing knows.
 */
export const paymentNoticeReceived = defineEvent({
  name: 'payment-notice-received',
  version: 1,
  producer: 'gateway',
  consumers: ['billing'],
  summary: 'The payment provider says that something changed: a subscription, an invoice, a payment. Its signature was checked.',
  data: z.object({
    provider: z.enum(['stripe']),
    /** The provider's own id of the notice. */
    noticeId: z.string().min(1).max(255),
    /** The provider's word, such as `invoice.paid`. */
    type: z.string().min(1).max(100),
    object: z.object({ type: z.string().min(1).max(100), id: z.string().min(1).max(255) }),
    /** Null where the object belongs to no customer. */
    customerId: z.string().min(1).max(255).nullable(),
  }),
  key: (data) => data.customerId ?? data.object.id,
  // An outage of the provider for hours must not end it.
  policy: { ackWaitMs: 60_000, maxAttempts: 100, backoffMs: [1_000, 10_000, 60_000, 300_000], concurrency: 4 },
  example: {
    provider: 'stripe',
    noticeId: 'evt_1QExample',
    type: 'invoice.paid',
    object: { type: 'invoice', id: 'in_1QExample' },
    customerId: 'cus_QExample',
  },
});
