import { z } from 'zod';
import { defineEvent } from '../event.js';
import { pricingSchema, statusErrorSchema } from './status-received.js';
import { MESSAGE_STATUSES } from '../vocabulary.js';

export const statusChanged = defineEvent({
  name: 'status-changed',
  version: 1,
  producer: 'message-sender',
  consumers: ['conversation', 'analytics', 'billing', 'outgoing-webhooks'],
  summary: 'An outbound message reached a new status (never a lower one), by the answer of the Graph API or by a status webhook.',
  data: z.object({
    messageId: z.uuid(),
    conversationId: z.uuid().optional(),
    outletId: z.uuid(),
    status: z.enum(MESSAGE_STATUSES),
    wamid: z.string().optional(),
    /**
     * The number that was sent to, and what WhatsApp calls its account: there where they differ, and where the number has another spelling.
     */
    recipient: z.object({ phone: z.string(), waId: z.string() }).optional(),
    at: z.iso.datetime(),
    pricing: pricingSchema.optional(),
    /** The recipient's, ISO 3166-1 alpha-2, by which WhatsApp prices; not of a group. */
    country: z.string().optional(),
    /** As what it would be priced by what it is: `service`, or its template's category when it was taken. Not of a template that nobody knows. */
    category: z.string().optional(),
    errors: z.array(statusErrorSchema).default([]),
  }),
  key: (data) => data.messageId,
  example: {
    messageId: '0198c0de-0000-7000-8000-0000000000aa',
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    status: 'delivered',
    wamid: 'wamid.HBgLMTY1',
    at: '2026-11-20T09:00:02.000Z',
    errors: [],
  },
});
