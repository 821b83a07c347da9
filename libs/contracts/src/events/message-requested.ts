import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../event.js';
import type { ServiceName } from '../services.js';
import { MESSAGE_STATUSES, SEND_CLASSES } from '../vocabulary.js';
import { pricingSchema, statusErrorSchema } from './status-received.js';

/** A message that another service wants to send, as a program would by `POST /messages`. */
export const messageRequestSchema = z.object({
  /** Chosen by whoever asks, so that it knows its own message in every status; the same id again is the same message. */
  messageId: z.uuid(),
  /** `<kind>:<id>` of what it is a message of, for whoever asked: comes back with everything that becomes of it. */
  reference: z.string().max(100),
  outletId: z.uuid(),
  /** A phone number, or a business-scoped user id. */
  to: z.string(),
  class: z.enum(SEND_CLASSES),
  purpose: z.enum(['marketing', 'utility', 'authentication', 'service']).optional(),
  /** As `POST /messages` takes it: the content lies under the name of its type. */
  message: z.looseObject({ type: z.string() }),
  /** From then on it is of no use: what has not left by then does not leave. */
  expiresAt: z.iso.datetime().optional(),
});
export type MessageRequest = z.infer<typeof messageRequestSchema>;

/** An event has one producer: each service that asks does so by an event of its own. */
const defineRequested = <Name extends string>(
  name: Name,
  producer: ServiceName,
  summary: string,
  example: Pick<MessageRequest, 'class' | 'purpose' | 'message'>,
): EventDefinition<Name, typeof messageRequestSchema> =>
  defineEvent({
    name,
    version: 1,
    producer,
    consumers: ['message-sender'],
    summary: `${summary} The gate decides; \`requested-message-changed\` tells what becomes of it.`,
    data: messageRequestSchema,
    key: (data) => `${data.outletId}:${data.to}`,
    example: {
      messageId: '0198c0de-0000-7000-8000-0000000000ac',
      reference: 'recipient:0198c0de-0000-7000-8000-0000000000ad',
      outletId: '0198c0de-0000-7000-8000-000000000001',
      to: '16505551234',
      ...example,
    },
  });

export const campaignMessageRequested = defineRequested(
  'campaign-message-requested',
  'engagement',
  'A message of a campaign or a flow, or a one-time code, is to leave, once.',
  {
    class: 'broadcast',
    purpose: 'marketing',
    message: { type: 'template', template: { templateId: '0198c0de-0000-7000-8000-0000000000d1', parameters: { name: 'Rosa' } } },
  },
);
export const orderMessageRequested = defineRequested(
  'order-message-requested',
  'commerce',
  'A message of an order, an invoice or a reminder is to leave, once.',
  { class: 'reminder', purpose: 'utility', message: { type: 'text', text: 'Your parcel has left.' } },
);

/** As many messages as one event takes back. */
export const MAX_WITHDRAWN = 100;

const withdrawnSchema = z.object({
  outletId: z.uuid(),
  messages: z
    .array(messageRequestSchema.pick({ messageId: true, reference: true }))
    .min(1)
    .max(MAX_WITHDRAWN),
});

const defineWithdrawn = <Name extends string>(
  name: Name,
  producer: ServiceName,
  summary: string,
): EventDefinition<Name, typeof withdrawnSchema> =>
  defineEvent({
    name,
    version: 1,
    producer,
    consumers: ['message-sender'],
    summary: `${summary} Messages that were asked for and have not left do not leave. \`requested-message-changed\` tells which were \`cancelled\`.`,
    data: withdrawnSchema,
    key: (data) => data.outletId,
    example: {
      outletId: '0198c0de-0000-7000-8000-000000000001',
      messages: [{ messageId: '0198c0de-0000-7000-8000-0000000000ac', reference: 'recipient:0198c0de-0000-7000-8000-0000000000ad' }],
    },
  });

export const campaignMessagesWithdrawn = defineWithdrawn(
  'campaign-messages-withdrawn',
  'engagement',
  'A campaign was paused or cancelled.',
);
export const orderMessagesWithdrawn = defineWithdrawn(
  'order-messages-withdrawn',
  'commerce',
  'An invoice was paid, disputed or made void: its customer is reminded no more.',
);

/** Services that ask for messages. */
export const REQUESTERS = ['engagement', 'commerce'] as const satisfies readonly ServiceName[];
export type Requester = (typeof REQUESTERS)[number];

export const requestedMessageChanged = defineEvent({
  name: 'requested-message-changed',
  version: 1,
  producer: 'message-sender',
  consumers: REQUESTERS,
  summary: 'What became of a message that a service asked for: it was refused, cancelled, or reached a new status (never a lower one).',
  data: z.object({
    requester: z.enum(REQUESTERS),
    reference: z.string(),
    messageId: z.uuid(),
    outletId: z.uuid(),
    /** `refused`: it does not leave; it was not right, or the gate denied it. */
    status: z.enum([...MESSAGE_STATUSES, 'refused', 'cancelled']),
    /** Why it was refused, as `POST /messages` would have answered: the code, e.g. `opted_out`, and a sentence. */
    refusal: z.object({ code: z.string(), detail: z.string() }).optional(),
    /** Of a message that failed: what WhatsApp says. */
    errors: z.array(statusErrorSchema).default([]),
    wamid: z.string().optional(),
    pricing: pricingSchema.optional(),
    at: z.iso.datetime(),
  }),
  key: (data) => data.messageId,
  example: {
    requester: 'engagement',
    reference: 'recipient:0198c0de-0000-7000-8000-0000000000ad',
    messageId: '0198c0de-0000-7000-8000-0000000000ac',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    status: 'refused',
    refusal: { code: 'opted_out', detail: 'The customer does not want promotions.' },
    errors: [],
    at: '2026-11-20T09:00:02.000Z',
  },
});
