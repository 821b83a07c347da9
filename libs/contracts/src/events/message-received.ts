import { z } from 'zod';
import { defineEvent } from '../event.js';

/** Who wrote: the phone is optional since business-scoped user ids (Meta, 2026-04). At least one of phone and userId is there. */
export const senderSchema = z.object({
  phone: z.string().optional(),
  /** What WhatsApp calls the account, where that is not the phone as it stands (seen in Brazil, Mexico and Argentina). */
  waId: z.string().optional(),
  userId: z.string().optional(),
  parentUserId: z.string().optional(),
  name: z.string().optional(),
  username: z.string().optional(),
});

export const inboundMessageSchema = z.object({
  wamid: z.string().min(1),
  /** WhatsApp's type as received, known to us or not. */
  type: z.string(),
  /** When the customer sent it, by WhatsApp's clock. */
  timestamp: z.iso.datetime(),
  from: senderSchema,
  /** A plain-text rendering of whatever the message holds, where it holds any. */
  text: z.string().optional(),
  contextWamid: z.string().optional(),
  /** Another agent (Meta's own) holds the conversation: to be recorded, not to be answered. */
  standby: z.boolean().optional(),
  /** The message exactly as received. */
  raw: z.unknown(),
});

export const messageReceived = defineEvent({
  name: 'message-received',
  version: 1,
  producer: 'gateway',
  consumers: ['commerce', 'conversation', 'message-sender'],
  summary: 'A customer wrote to an outlet. The event id is the webhook item id.',
  data: z.object({
    outletId: z.uuid(),
    phoneNumberId: z.string(),
    message: inboundMessageSchema,
  }),
  key: (data) => `${data.phoneNumberId}:${data.message.from.userId ?? data.message.from.phone}`,
  example: {
    outletId: '0198c0de-0000-7000-8000-000000000001',
    phoneNumberId: '106540352242922',
    message: {
      wamid: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
      type: 'text',
      timestamp: '2026-11-20T09:00:00.000Z',
      from: { phone: '16505551234', name: 'Ana' },
      text: 'What are your opening hours?',
      raw: { id: 'wamid.HBg', type: 'text', text: { body: 'What are your opening hours?' } },
    },
  },
});
