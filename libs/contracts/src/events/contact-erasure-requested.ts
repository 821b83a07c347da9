import { z } from 'zod';
import { defineEvent } from '../event.js';

export const contactErasureRequested = defineEvent({
  name: 'contact-erasure-requested',
  version: 1,
  producer: 'conversation',
  consumers: ['message-sender', 'gateway', 'llm-orchestration', 'outgoing-webhooks', 'engagement', 'commerce', 'knowledge'],
  summary: 'A customer is to be forgotten: the conversation has erased what it had, everybody else who has personal data does so now.',
  data: z.object({
    erasureId: z.uuid(),
    /** Everything under which the customer was known, and nobody else is. */
    phones: z.array(z.string()),
    userIds: z.array(z.string()),
    /** Gone. A customer who writes again gets new ones. */
    conversationIds: z.array(z.uuid()),
    /** Of groups in which the customer wrote: they stay, with what others wrote there. */
    groupConversationIds: z.array(z.uuid()).optional(),
    /** Gone too: the contact, and those that were merged into it. */
    contactIds: z.array(z.uuid()).optional(),
  }),
  key: (data) => data.erasureId,
  example: {
    erasureId: '0198c0de-0000-7000-8000-0000000000f1',
    phones: ['16505551234'],
    userIds: ['US.13491208655302741918'],
    conversationIds: ['0198c0de-0000-7000-8000-000000000010'],
    contactIds: ['0198c0de-0000-7000-8000-000000000011'],
  },
});
