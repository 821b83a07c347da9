import { z } from 'zod';
import { defineEvent } from '../event.js';

export const surveyChanged = defineEvent({
  name: 'survey-changed',
  version: 1,
  producer: 'conversation',
  consumers: ['analytics'],
  summary: 'A customer was asked after closing what they think of the help they got, or has answered.',
  data: z.object({
    surveyId: z.uuid(),
    conversationId: z.uuid(),
    outletId: z.uuid(),
    /** Who had the conversation; absent for the bot. */
    agentId: z.uuid().optional(),
    askedAt: z.iso.datetime(),
    /** 1 (very poor) to 5 (very good); absent when the customer was only asked. */
    rating: z.number().int().min(1).max(5).optional(),
  }),
  key: (data) => data.conversationId,
  example: {
    surveyId: '0198c0de-0000-7000-8000-0000000000e1',
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    agentId: '0198c0de-0000-7000-8000-00000000aaaa',
    askedAt: '2026-11-20T09:00:00.000Z',
    rating: 5,
  },
});
