import { z } from 'zod';
import { defineQuery } from '../event.js';
import { ids } from '../live/shapes.js';
import { LOGGED_EVENTS } from '../live/server-events.js';

const positions = z.record(z.uuid(), z.number().int().min(0));

export const liveFeed = defineQuery({
  name: 'live-feed',
  version: 1,
  owner: 'conversation',
  askedBy: ['gateway'],
  summary: 'What follows in the logs of these inboxes, as clients get it, in the order of each log.',
  request: z.object({
    /** Where the reader stands; of other inboxes nothing is read but where they are. */
    cursors: positions,
    /** Events at most, in the whole. */
    limit: z.number().int().min(1).max(1_000),
  }),
  reply: z.object({
    events: z.array(
      z.object({
        outletId: z.uuid(),
        inboxSeq: z.number().int(),
        event: z.enum(LOGGED_EVENTS),
        /** The event's payload, whole. */
        data: z.record(z.string(), z.unknown()),
      }),
    ),
    /** Where the reader stands afterwards; of inboxes that were not asked for, where they are. */
    positions,
    /** The log no longer holds what follows these cursors, or never did: the reader goes on from the position given. */
    lost: z.array(z.uuid()),
    hasMore: z.boolean(),
  }),
  timeoutMs: 3_000,
  exampleRequest: { cursors: { [ids.outlet]: 41 }, limit: 500 },
  exampleReply: {
    events: [
      {
        outletId: ids.outlet,
        inboxSeq: 42,
        event: 'merged',
        data: { conversationId: ids.otherConversation, into: ids.conversation, outletId: ids.outlet, inboxSeq: 42 },
      },
    ],
    positions: { [ids.outlet]: 42 },
    lost: [],
    hasMore: false,
  },
});
