import { z } from 'zod';
import { defineEvent } from '../event.js';

export const statusErrorSchema = z.looseObject({ code: z.number(), title: z.string().optional(), details: z.string().optional() });

/** What WhatsApp says of the price of a message. */
export const pricingSchema = z.looseObject({
  billable: z.boolean().optional(),
  /** `PMP`: each message has its price. */
  model: z.string().optional(),
  type: z.string().optional(),
  category: z.string().optional(),
  /** Of a message under a max price, in millionths of a unit: all others cost what the rate card says. */
  price: z.object({ amountMicros: z.number().int(), currency: z.string() }).optional(),
});

export const statusReceived = defineEvent({
  name: 'status-received',
  version: 1,
  producer: 'gateway',
  consumers: ['message-sender'],
  summary: 'WhatsApp reported what became of a message that we sent. The event id is the webhook item id.',
  data: z.object({
    outletId: z.uuid(),
    phoneNumberId: z.string(),
    status: z.object({
      wamid: z.string().min(1),
      /** sent, delivered, read, played, failed, or one that we do not know yet. */
      status: z.string(),
      timestamp: z.iso.datetime(),
      recipient: z.object({ phone: z.string().optional(), userId: z.string().optional(), participantId: z.string().optional() }),
      /** `biz_opaque_callback_data`: our message id, echoed. */
      callbackData: z.string().optional(),
      pricing: pricingSchema.optional(),
      errors: z.array(statusErrorSchema).default([]),
    }),
  }),
  key: (data) => data.status.callbackData ?? data.status.wamid,
  example: {
    outletId: '0198c0de-0000-7000-8000-000000000001',
    phoneNumberId: '106540352242922',
    status: {
      wamid: 'wamid.HBgLMTY1',
      status: 'delivered',
      timestamp: '2026-11-20T09:00:02.000Z',
      recipient: { phone: '16505551234' },
      callbackData: '0198c0de-0000-7000-8000-0000000000aa',
      pricing: { type: 'regular', category: 'service' },
      errors: [],
    },
  },
});
