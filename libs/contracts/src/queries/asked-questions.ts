import { z } from 'zod';
import { defineQuery } from '../event.js';

/** How many of each kind are told at most: the reply has to fit into a NATS message. */
export const MAX_ASKED = 100;

export const askedQuestions = defineQuery({
  name: 'asked-questions',
  version: 1,
  owner: 'conversation',
  askedBy: ['knowledge'],
  summary:
    'What customers of a tenant asked the bot lately, and what became of it: to try a draft by, and to see what the knowledge lacks.',
  request: z.object({ limit: z.number().int().min(1).max(MAX_ASKED) }),
  reply: z.object({
    /** The newest first: up to `limit` that the bot answered from the knowledge, and up to `limit` that it did not. */
    items: z.array(
      z.object({
        /** Of the customer's last message of the question. */
        messageId: z.uuid(),
        conversationId: z.uuid(),
        /** What the customer wrote since the message before it, joined by line breaks; at most 500 characters. */
        question: z.string(),
        /** `handed_over`: answered, and then a person took over; `disliked`: answered, and the customer reacted with a thumb down. */
        outcome: z.enum(['answered', 'unanswered', 'handed_over', 'disliked']),
        /** What a person answered afterwards; at most 500 characters. */
        personAnswer: z.string().optional(),
        at: z.iso.datetime(),
      }),
    ),
  }),
  timeoutMs: 5_000,
  exampleRequest: { limit: 100 },
  exampleReply: {
    items: [
      {
        messageId: '0198c0de-0000-7000-8000-000000000040',
        conversationId: '0198c0de-0000-7000-8000-000000000010',
        question: 'Do you repair lamps?',
        outcome: 'unanswered',
        personAnswer: 'Yes, within a week.',
        at: '2026-11-20T09:00:00.000Z',
      },
    ],
  },
});
