import { z } from 'zod';
import { defineSignal } from '../event.js';

export const draftGrew = defineSignal({
  name: 'draft-grew',
  version: 1,
  from: ['llm-orchestration'],
  to: ['gateway'],
  summary: 'What the bot has written so far of an answer that is not spoken yet; the last one of a turn is done, spoken or not.',
  data: z.object({
    conversationId: z.uuid(),
    outletId: z.uuid(),
    epoch: z.number().int(),
    /** All of it so far, not only what is new: a lost signal is made good by the next. */
    text: z.string(),
    done: z.boolean(),
  }),
  example: {
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    epoch: 3,
    text: 'We are open from',
    done: false,
  },
});
