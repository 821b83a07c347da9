import { z } from 'zod';
import { defineQuery } from '../event.js';

export const presenceReport = defineQuery({
  name: 'presence-report',
  version: 1,
  owner: 'conversation',
  askedBy: ['gateway'],
  summary: 'These people are connected to a gateway right now; the reply is how everybody of the tenant stands.',
  request: z.object({ userIds: z.array(z.uuid()) }),
  reply: z.object({
    items: z.array(
      z.object({ userId: z.uuid(), availability: z.enum(['online', 'away']), isConnected: z.boolean(), seenAt: z.iso.datetime() }),
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
