import { z } from 'zod';
import { defineSignal } from '../event.js';

export const webhookEndpointsChanged = defineSignal({
  name: 'webhook-endpoints-changed',
  version: 1,
  from: ['outgoing-webhooks'],
  to: ['outgoing-webhooks'],
  summary: 'The endpoints of a tenant are others now: each process reads them again. Whoever misses it does so after some seconds.',
  data: z.object({ tenantId: z.uuid() }),
  example: { tenantId: '0198c0de-0000-7000-8000-0000000000a0' },
});
