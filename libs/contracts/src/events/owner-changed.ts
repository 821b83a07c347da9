import { z } from 'zod';
import { defineEvent } from '../event.js';
import { CONVERSATION_STATES, OWNERS } from '../vocabulary.js';

export const ownerChanged = defineEvent({
  name: 'owner-changed',
  version: 1,
  producer: 'conversation',
  consumers: ['analytics', 'engagement', 'outgoing-webhooks'],
  summary: 'A conversation passed from the bot to a person, or back, or was closed.',
  data: z.object({
    conversationId: z.uuid(),
    outletId: z.uuid(),
    epoch: z.number().int(),
    state: z.enum(CONVERSATION_STATES),
    owner: z.enum(OWNERS),
    previousOwner: z.enum(OWNERS),
    /** The person who has it now; absent for a program, the bot and nobody. */
    assigneeId: z.uuid().optional(),
    reason: z.string(),
  }),
  key: (data) => data.conversationId,
  example: {
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    epoch: 4,
    state: 'pending',
    owner: 'none',
    previousOwner: 'bot',
    reason: 'no_answer',
  },
});
