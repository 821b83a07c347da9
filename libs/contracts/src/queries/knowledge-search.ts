import { z } from 'zod';
import { defineQuery } from '../event.js';

/** A knowledge base whose draft is searched in place of its published version. */
export const draftSchema = z.object({
  baseId: z.uuid(),
  /** How sure an answer from it has to be, 0 to 1, by what the company chose; as its published version has it where this is missing. */
  enough: z.object({ sure: z.number(), more: z.number() }).optional(),
});

const passages = z.object({
  /** The question's words as the index knows them, without those of asking, and how much each tells (its idf): to weigh sentences by. */
  asked: z.array(z.object({ word: z.string(), weight: z.number() })).optional(),
  /** How many passages were searched. */
  searched: z.number().optional(),
  items: z.array(
    z.object({
      documentId: z.uuid(),
      chunkId: z.uuid(),
      title: z.string(),
      heading: z.string(),
      text: z.string(),
      /** Of the document, from 1; missing where its format has no pages. */
      page: z.number().int().positive().optional(),
      /** BM25, fused with what the passage means where vectors are compared; comparable inside one reply only. */
      score: z.number(),
      /** Share of the question's informative (IDF-weighted) terms that the passage holds, 0 to 1: comparable across replies. */
      coverage: z.number(),
      /** The cosine of the question and the passage's nearest sentence or heading; missing where none are compared, or others are nearer. */
      similarity: z.number().optional(),
      /** How sure the bot has to be before it answers from the passage's base; `sure` where it is missing. */
      answering: z.enum(['sure', 'more']).optional(),
      /** The confidence that this takes, 0 to 1, where it was measured for the base; the usual one where it is missing. */
      enough: z.number().optional(),
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
    asked: [{ word: 'hour', weight: 1.7 }],
    searched: 40,
    items: [
      {
        documentId: '0198c0de-0000-7000-8000-000000000020',
        chunkId: '0198c0de-0000-7000-8000-000000000021',
        title: 'Store guide',
        heading: 'Opening hours',
        text: 'We are open from 9 to 18.',
        score: 4.2,
        coverage: 1,
        answering: 'sure',
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
    /** Only the published version of this base; that of every base where it is missing. */
    baseId: z.uuid().optional(),
    draft: draftSchema.optional(),
    /** By words alone: vectors are made of what is published only, so that a draft is compared by what both have. */
    isLexical: z.boolean().optional(),
  }),
  reply: z.object({
    /** In the order of the questions. */
    results: z.array(passages),
    /** The tenant has no base with the id; there are no results then. */
    isBaseUnknown: z.boolean().optional(),
  }),
  timeoutMs: 3_000,
  exampleRequest: { questions: [knowledgeSearch.exampleRequest] },
  exampleReply: { results: [knowledgeSearch.exampleReply] },
});
