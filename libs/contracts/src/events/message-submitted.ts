import { z } from 'zod';
import { defineEvent } from '../event.js';

export const messageSubmitted = defineEvent({
  name: 'message-submitted',
  version: 1,
  producer: 'message-sender',
  consumers: ['conversation'],
  summary: 'A program sent a message through POST /messages: it belongs into the conversation of its recipient.',
  data: z.object({
    messageId: z.uuid(),
    outletId: z.uuid(),
    to: z.object({ phone: z.string().optional(), userId: z.string().optional() }),
    type: z.string(),
    text: z.string().optional(),
    content: z.looseObject({ type: z.string() }),
    /** The message that it answers. */
    contextWamid: z.string().optional(),
    /** The failed message in place of which it was sent. */
    retryOf: z.uuid().optional(),
    at: z.iso.datetime(),
  }),
  key: (data) => `${data.outletId}:${data.to.userId ?? data.to.phone}`,
  example: {
    messageId: '0198c0de-0000-7000-8000-0000000000ab',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    to: { phone: '16505551234' },
    type: 'text',
    text: 'Your parcel has left.',
    content: { type: 'text', text: { body: 'Your parcel has left.' } },
    at: '2026-11-20T09:00:02.000Z',
  },
});
