import { z } from 'zod';
import { defineEvent } from '../event.js';

export const answerTried = defineEvent({
  name: 'answer-tried',
  version: 1,
  producer: 'llm-orchestration',
  consumers: ['billing'],
  summary: 'Somebody of the tenant, or a program, had a question answered as the bot would answer a customer; nothing was sent.',
  data: z.object({
    requestId: z.uuid(),
    /** Whether there was an answer; otherwise a person would have taken over. */
    answered: z.boolean(),
    usage: z.object({
      responder: z.enum(['offline', 'model']),
      model: z.string(),
      promptTokens: z.number().int(),
      completionTokens: z.number().int(),
      durationMs: z.number().int(),
      /** The company's own key paid for the tokens: they cost the installation nothing. */
      ownKey: z.boolean().optional(),
    }),
  }),
  key: ({ requestId }) => requestId,
  example: {
    requestId: '0198c0de-0000-7000-8000-000000000030',
    answered: true,
    usage: { responder: 'model', model: 'gpt-4.1-mini', promptTokens: 812, completionTokens: 40, durationMs: 900 },
  },
});
