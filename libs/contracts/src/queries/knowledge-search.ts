import { z } from 'zod';
import { defineQuery } from '../event.js';

const passages = z.object({
  items: z.array(
    z.object({
      documentId: z.uuid(),
      chunkId: z.uuid(),
      title: z.string(),
      heading: z.string(),
      text: z.string(),
      /** BM25 score; comparable inside one reply only. */
      score: z.number(),
      /** Share of the question's informative (IDF-weighted) terms that the passage holds, 0 to 1: comparable across replies. */
      coverage: z.number(),
    }),
  ),
});

export const knowledgeSearch = defineQuery({
  name: 'search',
  version: 1,
  owner: 'knowledge',
  askedBy: ['llm-orchestration'],
  summary: 'The passages of a tenant’s published knowledge that fit a question best.',
  request: z.object({ outletId: z.uuid().optional(), query: z.string().max(4096), limit: z.number().int().min(1).max(20) }),
  reply: passages,
  timeoutMs: 3_000,
  exampleRequest: { query: 'opening hours', limit: 5 },
  exampleReply: {
    items: [
      {
        documentId: '0198c0de-0000-7000-8000-000000000020',
        chunkId: '0198c0de-0000-7000-8000-000000000021',
        title: 'Store guide',
        heading: 'Opening hours',
        text: 'We are open from 9 to 18.',
        score: 4.2,
        coverage: 1,
      },
    ],
  },
});

/** A reply has to fit into a NATS message. */
export const MAX_QUESTIONS = 16;

export const knowledgeSearchMany = defineQuery({
  name: 'search',
  version: 2,
  owner: 'knowledge',
  askedBy: ['llm-orchestration'],
  summary: 'The same for several questions at once: under load they come together.',
  request: z.object({
    questions: z
      .array(z.object({ query: z.string().max(4096), limit: z.number().int().min(1).max(20) }))
      .min(1)
      .max(MAX_QUESTIONS),
  }),
  /** In the order of the questions. */
  reply: z.object({ results: z.array(passages) }),
  timeoutMs: 3_000,
  exampleRequest: { questions: [knowledgeSearch.exampleRequest] },
  exampleReply: { results: [knowledgeSearch.exampleReply] },
});
