import { z } from 'zod';
import { defineQuery } from '../event.js';
import { ids } from '../live/shapes.js';

export const liveMissed = defineQuery({
  name: 'live-missed',
  version: 1,
  owner: 'conversation',
  askedBy: ['gateway'],
  summary: 'The messages of conversations above the seqs that a client has seen, as clients get them; conversations of others are absent.',
  request: z.object({
    after: z.record(z.uuid(), z.number().int().min(0)),
    /** Messages that are in an inbox’s log behind this position are left out: the reader gets them from there. */
    until: z.record(z.uuid(), z.number().int().min(0)),
    /** Messages at most, in the whole. */
    limit: z.number().int().min(1).max(1_000),
  }),
  reply: z.object({
    /** In the order of each conversation. */
    messages: z.array(z.object({ messageId: z.uuid(), data: z.record(z.string(), z.unknown()) })),
    /** Conversations of which more was missed than fits, or that went into others: to be read anew. Nothing of them is among the messages. */
    tooMuch: z.array(z.uuid()),
  }),
  timeoutMs: 3_000,
  exampleRequest: { after: { [ids.conversation]: 6 }, until: { [ids.outlet]: 41 }, limit: 1_000 },
  exampleReply: { messages: [], tooMuch: [ids.conversation] },
});
