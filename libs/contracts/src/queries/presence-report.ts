import { z } from 'zod';
import { defineQuery } from '../event.js';
import { AVAILABILITIES } from '../vocabulary.js';

export const presenceReport = defineQuery({
  name: 'presence-report',
  version: 1,
  owner: 'conversation',
  askedBy: ['gateway'],
  summary: 'Which people of a tenant are connected to the asking gateway, reported every 20 s; answered with who is there altogether.',
  request: z.object({ userIds: z.array(z.uuid()).max(10_000) }),
  reply: z.object({
    items: z.array(
      z.object({
        userId: z.uuid(),
        /** What the person has set: whoever is away is given nothing new. */
        availability: z.enum(AVAILABILITIES),
        /** Reported by any gateway in the last 60 s. */
        isConnected: z.boolean(),
        seenAt: z.iso.datetime(),
      }),
    ),
  }),
  timeoutMs: 3_000,
  exampleRequest: { userIds: ['0198c0de-0000-7000-8000-0000000000c1'] },
  exampleReply: {
    items: [
      {
        userId: '0198c0de-0000-7000-8000-0000000000c1',
        availability: 'online',
        isConnected: true,
        seenAt: '2026-11-20T09:00:00.000Z',
      },
    ],
  },
});
