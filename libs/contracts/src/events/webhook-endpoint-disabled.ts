import { z } from 'zod';
import { defineEvent } from '../event.js';

export const webhookEndpointDisabled = defineEvent({
  name: 'webhook-endpoint-disabled',
  version: 1,
  producer: 'outgoing-webhooks',
  consumers: ['tenant'],
  summary: 'An endpoint of a tenant was switched off, because it said that it is gone or failed for days: its admins get a mail.',
  data: z.object({
    endpointId: z.uuid(),
    /** Without path and query, which may hold secrets. */
    host: z.string(),
    reason: z.enum(['gone', 'failing']),
    failingSince: z.iso.datetime().optional(),
    at: z.iso.datetime(),
  }),
  key: (data) => data.endpointId,
  example: {
    endpointId: '0198c0de-0000-7000-8000-0000000000d1',
    host: 'crm.example.com',
    reason: 'failing',
    failingSince: '2026-11-17T09:00:00.000Z',
    at: '2026-11-20T09:00:00.000Z',
  },
});
