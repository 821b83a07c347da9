import { z } from 'zod';
import { defineEvent } from '../event.js';

export const citationSchema = z.object({
  documentId: z.uuid(),
  chunkId: z.uuid(),
  title: z.string(),
  text: z.string(),
  /** Of the document, from 1; missing where its format has no pages. */
  page: z.number().int().positive().optional(),
  score: z.number(),
});

export const handoffReasons = [
  'customer_asked',
  'escalation_keyword',
  'no_answer',
  'off_topic',
  'model_timeout',
  'model_error',
  'model_empty',
  'ungrounded_answer',
  'unsafe_answer',
  'unsupported_message',
] as const;

export const replyGenerated = defineEvent({
  name: 'reply-generated',
  version: 1,
  producer: 'llm-orchestration',
  consumers: ['conversation', 'billing', 'analytics'],
  summary: 'The answer to a reply request, or the decision to hand the conversation to a person and why.',
  data: z.object({
    conversationId: z.uuid(),
    outletId: z.uuid(),
    /** The id of the event that asked for it. */
    requestId: z.uuid().optional(),
    /** The epoch of the request: the conversation takes the reply only if it still holds. */
    epoch: z.number().int(),
    outcome: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('answer'), text: z.string().min(1), citations: z.array(citationSchema) }),
      z.object({
        kind: z.literal('handoff'),
        reason: z.enum(handoffReasons),
        detail: z.string().optional(),
        /** Of `unsupported_message`: the type of a message that only a person can look at or listen to, such as `image` or `location`. */
        unseen: z.string().optional(),
        /** The assistant was not asked: `plan_limit` where the answers of the plan are used up. It comes before the reason. */
        withheld: z.string().optional(),
      }),
    ]),
    usage: z.object({
      responder: z.enum(['offline', 'model']),
      model: z.string(),
      promptTokens: z.number().int(),
      completionTokens: z.number().int(),
      durationMs: z.number().int(),
      /** The company's own key paid for the tokens: they cost the installation nothing. */
      ownKey: z.boolean().optional(),
    }),
    /** In which the customer writes, BCP 47; the tenant's where the messages do not tell. */
    language: z.string().optional(),
  }),
  key: (data) => data.conversationId,
  example: {
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    epoch: 3,
    outcome: { kind: 'answer', text: 'We are open from 9 to 18.', citations: [] },
    usage: { responder: 'offline', model: 'offline', promptTokens: 0, completionTokens: 0, durationMs: 12 },
  },
});
