import { z } from 'zod';
import { defineQuery } from '../event.js';
import { draftSchema } from './knowledge-search.js';

/** How many questions are asked again in one query: an answer is at most 4,096 characters, and the reply has to fit into a NATS message. */
export const MAX_REPLAYED = 8;
/** How many earlier messages of the customer come before a question. */
export const MAX_EARLIER = 10;

export const answerReplay = defineQuery({
  name: 'answer-replay',
  version: 1,
  owner: 'llm-orchestration',
  askedBy: ['knowledge'],
  summary:
    'What customers would be answered, without a model: from what is published, or as if the draft of one knowledge base were. Nothing is stored or sent.',
  request: z.object({
    questions: z
      .array(
        z.object({
          question: z.string().min(1).max(4096),
          /** What the customer wrote before, oldest first; each is answered in turn. */
          earlier: z.array(z.string().min(1).max(4096)).max(MAX_EARLIER).default([]),
        }),
      )
      .min(1)
      .max(MAX_REPLAYED),
    draft: draftSchema.optional(),
  }),
  /** In the order of the questions. */
  reply: z.object({
    results: z.array(
      z.object({
        outcome: z.enum(['answer', 'handoff']),
        /** Of a handoff. */
        reason: z.string().optional(),
        /** Empty for a handoff. */
        text: z.string(),
        documentIds: z.array(z.uuid()),
        /** The best that was found for a single question, and how sure it is, 0 to 1: said only where that is sure enough. */
        best: z.object({ text: z.string(), confidence: z.number() }).optional(),
      }),
    ),
  }),
  timeoutMs: 10_000,
  exampleRequest: { questions: [{ question: 'opening hours', earlier: [] }] },
  exampleReply: {
    results: [
      {
        outcome: 'answer',
        text: 'We are open from 9 to 18.',
        documentIds: ['0198c0de-0000-7000-8000-000000000020'],
        best: { text: 'We are open from 9 to 18.', confidence: 0.8 },
      },
    ],
  },
});
