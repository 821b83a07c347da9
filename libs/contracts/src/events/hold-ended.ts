import { z } from 'zod';
import { defineEvent } from '../event.js';

export const holdEnded = defineEvent({
  name: 'hold-ended',
  version: 1,
  producer: 'message-sender',
  consumers: ['outgoing-webhooks'],
  summary:
    'What WhatsApp had stopped goes on: somebody lifted the hold, or the number has another access token. Only of holds that were told by hold-placed.',
  data: z.object({
    holdId: z.uuid(),
    /** `app`: all numbers of the tenant. */
    scope: z.enum(['app', 'waba', 'number', 'template']),
    /** Of a number. */
    outletId: z.uuid().optional(),
    /** Of an account or a template. */
    wabaId: z.string().optional(),
    /** The template's name. */
    template: z.string().optional(),
    /** WhatsApp's code, or one of ours, with which it was stopped. */
    code: z.string(),
    at: z.iso.datetime(),
  }),
  key: (data) => data.holdId,
  example: {
    holdId: '0198c0de-0000-7000-8000-0000000000e1',
    scope: 'number',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    code: '190',
    at: '2026-11-20T10:00:00.000Z',
  },
});
