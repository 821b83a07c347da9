import { z } from 'zod';
import { defineEvent } from '../event.js';

export const typingStarted = defineEvent({
  name: 'typing-started',
  version: 1,
  producer: 'conversation',
  consumers: ['message-sender'],
  summary: 'A person is writing to the customer, who may see it: a courtesy that is of no use a few seconds later.',
  data: z.object({
    conversationId: z.uuid(),
    outletId: z.uuid(),
    /** The customer's newest message: what WhatsApp's typing indicator refers to, and marks as read. */
    wamid: z.string().min(1),
  }),
  key: (data) => data.conversationId,
  policy: { maxAttempts: 1 },
  example: {
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    wamid: 'wamid.HBgLMTY1',
  },
});
