import { z } from 'zod';
import { defineEvent } from '../event.js';

export const quotaWarned = defineEvent({
  name: 'quota-warned',
  version: 1,
  producer: 'billing',
  consumers: ['tenant', 'outgoing-webhooks'],
  summary:
    'A tenant has used 80 % or all of a limit of its plan: its admins get a mail, and its systems a webhook. Once a meter, level and month; anew when the limit changes.',
  data: z.object({
    meter: z.enum(['messages', 'aiReplies', 'contacts', 'outlets', 'users', 'documents']),
    /** Percent of the limit. */
    level: z.literal([80, 100]),
    limit: z.number().int().positive(),
    /** When it was found. */
    used: z.number().int().nonnegative(),
    /** More is refused: the plan has no room, and the deposit does not pay for more. */
    stopped: z.boolean(),
    /** The calendar month in UTC, first and last day. */
    period: z.object({ from: z.iso.date(), to: z.iso.date() }),
    at: z.iso.datetime(),
  }),
  key: (data) => data.meter,
  example: {
    meter: 'messages',
    level: 80,
    limit: 1_000,
    used: 800,
    stopped: false,
    period: { from: '2026-11-01', to: '2026-11-30' },
    at: '2026-11-20T09:00:00.000Z',
  },
});
