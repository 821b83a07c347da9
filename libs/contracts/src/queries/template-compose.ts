import { z } from 'zod';
import { defineQuery } from '../event.js';

export const templateCompose = defineQuery({
  name: 'template-compose',
  version: 1,
  owner: 'message-sender',
  askedBy: ['conversation'],
  summary:
    'A template as it is to be sent through a number: found by id, or by name and language; its parameters filled from the contact where the send gives none, and checked; its text as the customer will see it. Or why it cannot be sent.',
  request: z.object({
    outletId: z.uuid(),
    contactId: z.uuid().optional(),
    /** As the sender wrote it: `{ templateId | name, language, components? | parameters? }`. */
    template: z.record(z.string(), z.unknown()),
  }),
  reply: z.object({
    /** What leaves, and is stored with the message. */
    template: z.record(z.string(), z.unknown()).optional(),
    problem: z
      .object({
        status: z.number().int(),
        code: z.string(),
        detail: z.string(),
        errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
      })
      .optional(),
  }),
  timeoutMs: 6_000,
  exampleRequest: {
    outletId: '0198c0de-0000-7000-8000-000000000001',
    contactId: '0198c0de-0000-7000-8000-000000000011',
    template: { name: 'order_update', language: 'en_US', parameters: { 1: 'Ana', 2: 'A-17', 3: 'on its way' } },
  },
  exampleReply: {
    template: {
      name: 'order_update',
      language: 'en_US',
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }],
      rendered: { body: 'Hi Ana, your order A-17 is now on its way.', buttons: [] },
    },
  },
});
