import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../event.js';
import type { ServiceName } from '../services.js';

/** What a receipt says of one service. No personal data: it outlives the customer's. */
export const erasedSchema = z.object({
  erasureId: z.uuid(),
  /** Rows by what they were. */
  counts: z.record(z.string(), z.number().int()),
  /** Where something may still be, and when it will be gone by itself. */
  residuals: z.array(z.object({ where: z.string(), until: z.iso.datetime() })),
});

/** An event has one producer: each service that erases says so by an event of its own. */
const defineErased = <Name extends string>(
  name: Name,
  producer: ServiceName,
  summary: string,
  counts: Record<string, number>,
): EventDefinition<Name, typeof erasedSchema> =>
  defineEvent({
    name,
    version: 1,
    producer,
    consumers: ['conversation'],
    summary,
    data: erasedSchema,
    key: (data) => data.erasureId,
    example: {
      erasureId: '0198c0de-0000-7000-8000-0000000000f1',
      counts,
      residuals: [{ where: 'event streams (NATS JetStream)', until: '2026-11-23T09:00:00.000Z' }],
    },
  });

export const sendingsErased = defineErased(
  'sendings-erased',
  'message-sender',
  'What was sent, or was to be sent, to a customer who is to be forgotten is erased.',
  { messages: 12, statuses: 30 },
);
export const webhooksErased = defineErased(
  'webhooks-erased',
  'gateway',
  'What WhatsApp delivered about a customer who is to be forgotten is erased from the journal and the dead letters.',
  { journalEntries: 14 },
);
export const answersErased = defineErased(
  'answers-erased',
  'llm-orchestration',
  'The records of the bot’s answers to a customer who is to be forgotten are erased.',
  { answers: 6 },
);
export const deliveriesErased = defineErased(
  'deliveries-erased',
  'outgoing-webhooks',
  'What was delivered, or was to be delivered, to a tenant’s own systems about a customer who is to be forgotten is erased.',
  { deliveries: 18 },
);
export const engagementErased = defineErased(
  'engagement-erased',
  'engagement',
  'What is known of a customer who is to be forgotten in campaigns, flows and lists is erased.',
  { rows: 3 },
);
export const commerceErased = defineErased(
  'commerce-erased',
  'commerce',
  'What names a customer who is to be forgotten in orders and invoices is erased.',
  { rows: 3 },
);
export const knowledgeErased = defineErased(
  'knowledge-erased',
  'knowledge',
  'The golden questions that were made from what a customer wrote who is to be forgotten are erased.',
  { goldenQuestions: 1 },
);
