import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../event.js';
import type { ServiceName } from '../services.js';

/** Every service that holds rows of companies, but the tenant service, which asks and deletes its own rows last. */
export const COMPANY_SERVICES = [
  'billing',
  'knowledge',
  'llm-orchestration',
  'conversation',
  'message-sender',
  'analytics',
  'outgoing-webhooks',
  'engagement',
  'commerce',
  'gateway',
] as const satisfies readonly ServiceName[];
export type CompanyService = (typeof COMPANY_SERVICES)[number];

const deletion = z.object({
  deletionId: z.uuid(),
  /** 1 right after the end of the company; 2 when no event of its time can be on its way any more: what came late goes then. */
  round: z.number().int().min(1).max(2),
});
const example = { deletionId: '0198c0de-0000-7000-8000-0000000000e1', round: 1 };
/** Nobody waits for it, and an outage of hours must not end it. */
const policy = { maxAttempts: 100, backoffMs: [1_000, 10_000, 60_000, 300_000], concurrency: 2 };

export const companyDeletionDue = defineEvent({
  name: 'company-deletion-due',
  version: 1,
  producer: 'tenant',
  consumers: COMPANY_SERVICES,
  summary: 'A company has ended: nobody has access and its numbers are disconnected. Every service deletes what it holds of it now.',
  data: deletion,
  key: (data) => data.deletionId,
  policy,
  example,
});

/** An event has one producer: each service says by an event of its own that it has deleted a company’s rows. */
const defineDeleted = <Name extends string>(name: Name, producer: CompanyService): EventDefinition<Name, typeof deletion> =>
  defineEvent({
    name,
    version: 1,
    producer,
    consumers: ['tenant'],
    summary: `${producer} has deleted what it held of a company that has ended.`,
    data: deletion,
    key: (data) => data.deletionId,
    example,
  });

export const billingCompanyDeleted = defineDeleted('billing-company-deleted', 'billing');
export const knowledgeCompanyDeleted = defineDeleted('knowledge-company-deleted', 'knowledge');
export const answersCompanyDeleted = defineDeleted('answers-company-deleted', 'llm-orchestration');
export const conversationCompanyDeleted = defineDeleted('conversation-company-deleted', 'conversation');
export const sendingsCompanyDeleted = defineDeleted('sendings-company-deleted', 'message-sender');
export const analyticsCompanyDeleted = defineDeleted('analytics-company-deleted', 'analytics');
export const deliveriesCompanyDeleted = defineDeleted('deliveries-company-deleted', 'outgoing-webhooks');
export const engagementCompanyDeleted = defineDeleted('engagement-company-deleted', 'engagement');
export const commerceCompanyDeleted = defineDeleted('commerce-company-deleted', 'commerce');
export const webhooksCompanyDeleted = defineDeleted('webhooks-company-deleted', 'gateway');
