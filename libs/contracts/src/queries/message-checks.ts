import { z } from 'zod';
import { defineQuery } from '../event.js';
import { messageRequestSchema } from '../events/message-requested.js';

/** As `GET /messages/check` answers for one message. */
const decisionSchema = z.object({
  decision: z.enum(['allow', 'deny']),
  reasons: z.array(z.object({ code: z.string(), message: z.string(), effect: z.string() })),
  price: z
    .object({
      currency: z.string(),
      amountMicros: z.number(),
      fromMinor: z.number().optional(),
      kind: z.enum(['estimated', 'final', 'range']),
    })
    .nullable(),
});

export const MAX_CHECKS = 50;

export const messageChecks = defineQuery({
  name: 'message-checks',
  version: 1,
  owner: 'message-sender',
  askedBy: ['engagement'],
  summary:
    'Whether these messages would be taken now, why not, and what WhatsApp would charge: the gate’s answer to each, in order. Changes nothing.',
  /** The class and the purpose with which they would be sent. */
  request: messageRequestSchema
    .pick({ class: true, purpose: true })
    .partial()
    .extend({
      outletId: z.uuid(),
      messages: z.array(z.object({ to: z.string(), template: z.record(z.string(), z.unknown()) })).max(MAX_CHECKS),
    }),
  reply: z.object({
    /** A message that is wrong itself has the code of its problem. */
    answers: z.array(z.union([decisionSchema, z.object({ problem: z.object({ code: z.string(), detail: z.string() }) })])),
  }),
  timeoutMs: 10_000,
  exampleRequest: {
    outletId: '0198c0de-0000-7000-8000-000000000001',
    class: 'broadcast',
    messages: [{ to: '16505551234', template: { templateId: '0198c0de-0000-7000-8000-0000000000d1', parameters: { 1: 'Ana' } } }],
  },
  exampleReply: {
    answers: [{ decision: 'allow', reasons: [], price: { currency: 'USD', amountMicros: 25_000, kind: 'estimated' } }],
  },
});
