import { z } from 'zod';
import { defineEvent } from '../event.js';

export const textsEmbedded = defineEvent({
  name: 'texts-embedded',
  version: 1,
  producer: 'knowledge',
  consumers: ['billing'],
  summary: 'An encoder whose provider is paid by tokens made vectors of a tenant’s documents and questions, in the last seconds.',
  data: z.object({
    model: z.string(),
    texts: z.number().int().positive(),
    /** As the provider reported them. */
    tokens: z.number().int().positive(),
  }),
  key: ({ model }) => model,
  example: { model: 'text-embedding-3-small', texts: 12, tokens: 3_204 },
});
