import { z } from 'zod';
import { defineEvent } from '../event.js';

export const accountChanged = defineEvent({
  name: 'account-changed',
  version: 1,
  producer: 'gateway',
  consumers: ['tenant', 'conversation', 'message-sender'],
  summary:
    'Meta reported a change of a WABA, a number or a template, or what was written on the phone app (`smb_message_echoes`). The event id is the webhook item id.',
  data: z.object({
    wabaId: z.string(),
    outletId: z.uuid().optional(),
    field: z.string(),
    event: z.string().optional(),
    value: z.unknown(),
    /** When it happened, by Meta's clock (`entry.time`, whole seconds). */
    at: z.iso.datetime().optional(),
  }),
  key: (data) => data.wabaId,
  example: {
    wabaId: '102290129340398',
    field: 'phone_number_quality_update',
    event: 'FLAGGED',
    value: { display_phone_number: '16505551111', event: 'FLAGGED', current_limit: 'TIER_10K' },
  },
});
