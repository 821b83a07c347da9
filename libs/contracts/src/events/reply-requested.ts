import { z } from 'zod';
import { defineEvent } from '../event.js';
import { AUTHORS } from '../vocabulary.js';

export const turnSchema = z.object({ author: z.enum(AUTHORS), text: z.string() });

export const replyRequested = defineEvent({
  name: 'reply-requested',
  version: 1,
  producer: 'conversation',
  consumers: ['llm-orchestration', 'message-sender'],
  summary: 'The bot owns the conversation and the customer has finished writing: an answer is wanted, valid under this epoch only.',
  data: z.object({
    conversationId: z.uuid(),
    outletId: z.uuid(),
    contactId: z.uuid(),
    epoch: z.number().int(),
    /** What the customer wrote since the last answer, joined by line breaks. */
    question: z.string(),
    /** wamid of the newest customer message, for the read and typing marks. */
    wamid: z.string(),
    /** Earlier turns, oldest first. */
    history: z.array(turnSchema),
    customerName: z.string().optional(),
    /** The type of a message in the question that has to be looked at or listened to (`image`, `location`): its caption alone is not the question. */
    unseen: z.string().optional(),
  }),
  key: (data) => data.conversationId,
  // A model may take half a minute; heartbeats keep the delivery alive meanwhile.
  // Of one tenant at most 64: a fifth is left for others.
  policy: { concurrency: 80 },
  example: {
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    contactId: '0198c0de-0000-7000-8000-000000000011',
    epoch: 3,
    question: 'What are your opening hours?',
    wamid: 'wamid.HBgLMTY1',
    history: [],
  },
});
