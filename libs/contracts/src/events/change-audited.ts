import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../event.js';
import type { ServiceName } from '../services.js';

const facts = z.record(z.string(), z.json()).nullable();

/** One entry of the audit log. Nobody may take anything out of that log: no word of a message and nothing about a customer but ids. */
export const auditedSchema = z.object({
  actor: z.object({
    kind: z.enum(['user', 'api-key', 'system']),
    id: z.uuid().nullable(),
    /** As the gateway saw it. */
    address: z.string().nullable(),
    requestId: z.string().nullable(),
  }),
  /** `<target>.<past tense>` */
  action: z.string(),
  targetType: z.string(),
  targetId: z.string(),
  /** Null of what was made. */
  before: facts,
  /** Null of what is gone. */
  after: facts,
});

/** An event has one producer: each service whose changes are audited elsewhere says so by an event of its own. */
const defineAudited = <Name extends string>(
  name: Name,
  producer: ServiceName,
  summary: string,
  change: Omit<z.input<typeof auditedSchema>, 'actor'>,
): EventDefinition<Name, typeof auditedSchema> =>
  defineEvent({
    name,
    version: 1,
    producer,
    consumers: ['tenant'],
    summary,
    data: auditedSchema,
    key: (data) => data.targetId,
    example: {
      actor: { kind: 'user', id: '0198c0de-0000-7000-8000-0000000000a1', address: '203.0.113.7', requestId: 'request-0001' },
      ...change,
    },
  });

export const conversationAudited = defineAudited(
  'conversation-audited',
  'conversation',
  'A person or an API key changed how people work, a contact, or how long messages are kept: for the audit log.',
  {
    action: 'label.changed',
    targetType: 'label',
    targetId: '0198c0de-0000-7000-8000-0000000000b1',
    before: { name: 'Refund', color: '#b45309' },
    after: { name: 'Refunds', color: '#b45309' },
  },
);
export const sendingAudited = defineAudited(
  'sending-audited',
  'message-sender',
  'A person, an API key or WhatsApp changed a message template, or somebody placed or lifted a hold on sending: for the audit log.',
  {
    action: 'template.reported',
    targetType: 'template',
    targetId: '0198c0de-0000-7000-8000-0000000000d1',
    before: { name: 'order_update', language: 'en_US', status: 'PENDING' },
    after: { name: 'order_update', language: 'en_US', status: 'APPROVED' },
  },
);
export const knowledgeAudited = defineAudited(
  'knowledge-audited',
  'knowledge',
  'A person or an API key changed what the bot may answer from: for the audit log.',
  {
    action: 'knowledge_base.published',
    targetType: 'knowledge_base',
    targetId: '0198c0de-0000-7000-8000-0000000000c1',
    before: { publishedVersion: 1 },
    after: { publishedVersion: 2, documents: 3 },
  },
);
export const webhooksAudited = defineAudited(
  'webhooks-audited',
  'outgoing-webhooks',
  'A person or an API key changed where events are delivered, or an endpoint was switched off by its failures: for the audit log.',
  {
    action: 'webhook_endpoint.changed',
    targetType: 'webhook_endpoint',
    targetId: '0198c0de-0000-7000-8000-0000000000d1',
    before: { enabled: true },
    after: { enabled: false },
  },
);
export const billingAudited = defineAudited(
  'billing-audited',
  'billing',
  'Somebody put a tenant on a plan, changed a plan, or imported prices: for the audit log. What is of no tenant is under the nil UUID.',
  {
    action: 'subscription.changed',
    targetType: 'subscription',
    targetId: '0198c0de-0000-7000-8000-0000000000d1',
    before: { plan: 'starter', planVersion: 1 },
    after: { plan: 'growth', planVersion: 2 },
  },
);
export const engagementAudited = defineAudited(
  'engagement-audited',
  'engagement',
  'A person or an API key changed a segment, a campaign, a flow or how codes are sent: for the audit log.',
  {
    action: 'segment.changed',
    targetType: 'segment',
    targetId: '0198c0de-0000-7000-8000-0000000000d1',
    before: { name: 'Lima' },
    after: { name: 'Lima and Callao' },
  },
);
export const commerceAudited = defineAudited(
  'commerce-audited',
  'commerce',
  'A person or an API key changed an order, an invoice, a reminder policy or a connection: for the audit log.',
  {
    action: 'order.changed',
    targetType: 'order',
    targetId: '0198c0de-0000-7000-8000-0000000000d1',
    before: { status: 'paid' },
    after: { status: 'packing' },
  },
);
