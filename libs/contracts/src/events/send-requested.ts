import { z } from 'zod';
import { defineEvent } from '../event.js';
import { SEND_CLASSES } from '../vocabulary.js';

export const sendRequested = defineEvent({
  name: 'send-requested',
  version: 1,
  producer: 'conversation',
  consumers: ['message-sender'],
  summary: 'A message of a conversation is to leave through WhatsApp, once.',
  data: z.object({
    /** The message id: travels in `biz_opaque_callback_data` and comes back on every status. */
    messageId: z.uuid(),
    conversationId: z.uuid().optional(),
    outletId: z.uuid(),
    /** A customer, by phone or user id; or a group, alone. */
    to: z.object({ phone: z.string().optional(), userId: z.string().optional(), groupId: z.string().optional() }),
    class: z.enum(SEND_CLASSES),
    /** Cloud API message content by type, e.g. `{ type: "text", text: { body } }`. */
    content: z.looseObject({ type: z.string() }),
    contextWamid: z.string().optional(),
    /** Of a customer who has written: until when free-form messages may leave. Without it, whoever sends looks it up. */
    windowExpiresAt: z.iso.datetime().optional(),
  }),
  key: (data) => `${data.outletId}:${data.to.groupId ?? data.to.userId ?? data.to.phone}`,
  example: {
    messageId: '0198c0de-0000-7000-8000-0000000000aa',
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    to: { phone: '16505551234' },
    class: 'reply',
    content: { type: 'text', text: { body: 'We are open from 9 to 18.' } },
  },
});
