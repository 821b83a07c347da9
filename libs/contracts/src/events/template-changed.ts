import { z } from 'zod';
import { defineEvent } from '../event.js';

export const templateChanged = defineEvent({
  name: 'template-changed',
  version: 1,
  producer: 'message-sender',
  consumers: ['tenant', 'outgoing-webhooks'],
  summary:
    'The status, quality or category of a message template is another one, or WhatsApp has announced another category. The admins get a mail where it can be sent no longer or costs something else.',
  data: z.object({
    templateId: z.uuid(),
    wabaId: z.string(),
    name: z.string(),
    language: z.string(),
    /** `category_announced`: WhatsApp will change it at `effectiveAt`; until then the former one counts. */
    change: z.enum(['status', 'quality', 'category', 'category_announced']),
    /** By WhatsApp's words, like `to`: a status `APPROVED`, a quality `GREEN`, a category `MARKETING`. */
    from: z.string().nullable(),
    to: z.string(),
    /** Why, where WhatsApp says it: of a rejection, a pause, and the like. */
    reason: z.string().nullable().optional(),
    effectiveAt: z.iso.datetime().nullable().optional(),
    at: z.iso.datetime(),
  }),
  key: (data) => data.templateId,
  example: {
    templateId: '0198c0de-0000-7000-8000-0000000000d1',
    wabaId: '102290129340398',
    name: 'order_update',
    language: 'en_US',
    change: 'status',
    from: 'PENDING',
    to: 'REJECTED',
    reason: 'INVALID_FORMAT',
    at: '2026-11-20T09:00:00.000Z',
  },
});
