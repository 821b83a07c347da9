import { z } from 'zod';
import { defineEvent } from '../event.js';

export const messageCancelled = defineEvent({
  name: 'message-cancelled',
  version: 1,
  producer: 'message-sender',
  consumers: ['conversation', 'outgoing-webhooks'],
  summary: 'Somebody took a message back before it left: nothing else comes of it.',
  data: z.object({
    messageId: z.uuid(),
    conversationId: z.uuid().optional(),
    outletId: z.uuid(),
    /** It waited for its time and had not been told to the conversation yet. */
    wasScheduled: z.boolean(),
    at: z.iso.datetime(),
  }),
  key: (data) => data.messageId,
  example: {
    messageId: '0198c0de-0000-7000-8000-0000000000ab',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    wasScheduled: false,
    at: '2026-11-20T09:00:03.000Z',
  },
});
