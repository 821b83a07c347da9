import { z } from 'zod';
import { defineEvent } from '../event.js';
import { AUTHORS, DIRECTIONS } from '../vocabulary.js';

/** A message as the conversation shows it; the same shape as the REST resource. */
export const messageViewSchema = z.object({
  id: z.uuid(),
  seq: z.number().int(),
  direction: z.enum(DIRECTIONS),
  author: z.enum(AUTHORS),
  type: z.string(),
  text: z.string().optional(),
  status: z.string(),
  wamid: z.string().optional(),
  at: z.iso.datetime(),
});

export const messageRecorded = defineEvent({
  name: 'message-recorded',
  version: 1,
  producer: 'conversation',
  consumers: ['analytics', 'billing', 'engagement', 'outgoing-webhooks'],
  summary: 'A message, in or out, now stands in a conversation.',
  data: z.object({
    conversationId: z.uuid(),
    outletId: z.uuid(),
    contactId: z.uuid(),
    /** Under what the customer wrote, or was written to. */
    contact: z.object({ phone: z.string().optional(), userId: z.string().optional(), name: z.string().optional() }).optional(),
    message: messageViewSchema,
    /**
     * Of what a customer wrote: whether the bot, or a flow, is to answer it. Not a wish that was heeded, nor the button of a survey or of an
     * order: whoever asked answers those.
     */
    asksForReply: z.boolean().optional(),
  }),
  key: (data) => data.conversationId,
  example: {
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    contactId: '0198c0de-0000-7000-8000-000000000011',
    contact: { phone: '16505551234', name: 'Kerry Fisher' },
    message: {
      id: '0198c0de-0000-7000-8000-000000000012',
      seq: 1,
      direction: 'inbound',
      author: 'customer',
      type: 'text',
      text: 'What are your opening hours?',
      status: 'received',
      wamid: 'wamid.HBgLMTY1',
      at: '2026-11-20T09:00:00.000Z',
    },
  },
});
