import { z } from 'zod';
import { defineEvent } from '../event.js';

export const holdPlaced = defineEvent({
  name: 'hold-placed',
  version: 1,
  producer: 'message-sender',
  consumers: ['tenant', 'outgoing-webhooks'],
  summary:
    'WhatsApp has stopped a number, an account, a template or all numbers of a tenant, and somebody has to do something about it: its admins get a mail, and its systems a webhook. Not for waits that end by themselves, nor for holds that a person placed.',
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
    /** auth: it goes on with another access token; stop: when somebody lifts the hold, or WhatsApp says so. */
    kind: z.enum(['auth', 'stop']),
    /** WhatsApp's code, or one of ours: token_missing, token_unreadable, request_not_valid. */
    code: z.string(),
    title: z.string(),
    at: z.iso.datetime(),
  }),
  key: (data) => data.holdId,
  example: {
    holdId: '0198c0de-0000-7000-8000-0000000000e1',
    scope: 'number',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    kind: 'auth',
    code: '190',
    title: 'Access token expired',
    at: '2026-11-20T09:00:00.000Z',
  },
});
