import { z } from 'zod';
import { defineQuery } from '../event.js';

export const openQuestion = defineQuery({
  name: 'open-question',
  version: 1,
  owner: 'conversation',
  askedBy: ['llm-orchestration'],
  summary: 'What the customer of a conversation wrote last, and what was said before it: to help whoever answers.',
  request: z.object({ conversationId: z.uuid() }),
  reply: z.object({
    /** The tenant has no such conversation. */
    isUnknown: z.literal(true).optional(),
    /** Missing where the customer wrote nothing. */
    asked: z
      .object({
        outletId: z.uuid(),
        /** What the customer wrote since somebody answered, or before somebody answered last; joined by line breaks. */
        question: z.string(),
        /** Oldest first. */
        history: z.array(z.object({ author: z.string(), text: z.string() })),
        customerName: z.string().optional(),
        /** The customer; missing of a group, where several write. */
        contactId: z.uuid().optional(),
        /** The type of the newest message of the question that has to be looked at or listened to. */
        unseen: z.string().optional(),
      })
      .optional(),
  }),
  timeoutMs: 5_000,
  exampleRequest: { conversationId: '0198c0de-0000-7000-8000-000000000010' },
  exampleReply: {
    asked: {
      outletId: '0198c0de-0000-7000-8000-000000000001',
      question: 'Do you repair lamps?',
      history: [{ author: 'agent', text: 'Good morning!' }],
      customerName: 'Ana',
      contactId: '0198c0de-0000-7000-8000-000000000011',
    },
  },
});
