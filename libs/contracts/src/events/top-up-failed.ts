import { z } from 'zod';
import { defineEvent } from '../event.js';

export const topUpFailed = defineEvent({
  name: 'top-up-failed',
  version: 1,
  producer: 'billing',
  consumers: ['tenant'],
  summary:
    'The saved payment method of a tenant could not be charged for its deposit: its admins get a mail. After some failures one after another the automatic top-up is off.',
  data: z.object({
    amount: z.object({ amountMinor: z.number().int().positive(), currency: z.string() }),
    /** In the payment provider's words. */
    reason: z.string(),
    /** One after another, this one too. */
    failures: z.number().int().positive(),
    /** It is not tried again until somebody switches it on. */
    isOff: z.boolean(),
    at: z.iso.datetime(),
  }),
  key: () => 'top-up',
  example: {
    amount: { amountMinor: 2_000, currency: 'USD' },
    reason: 'Your card was declined.',
    failures: 1,
    isOff: false,
    at: '2026-11-20T09:00:00.000Z',
  },
});
