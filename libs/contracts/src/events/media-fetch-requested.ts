import { z } from 'zod';
import { defineEvent } from '../event.js';

export const mediaFetchRequested = defineEvent({
  name: 'media-fetch-requested',
  version: 1,
  producer: 'conversation',
  consumers: ['message-sender'],
  summary: 'A customer sent a file, or somebody wants a failed one tried again: WhatsApp keeps it for seven days only.',
  data: z.object({
    /** Ours; the file is kept under it. */
    mediaId: z.uuid(),
    outletId: z.uuid(),
    kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
    /** WhatsApp's id of the file. */
    graphId: z.string().min(1),
    /** As the webhook declared them; neither is believed. */
    contentType: z.string().optional(),
    sha256: z.string().optional(),
    /** Until when WhatsApp has the file. */
    expiresAt: z.iso.datetime(),
  }),
  key: (data) => data.mediaId,
  example: {
    mediaId: '0198c0de-0000-7000-8000-0000000000d1',
    outletId: '0198c0de-0000-7000-8000-000000000001',
    kind: 'image',
    graphId: '1003383421387256',
    contentType: 'image/jpeg',
    sha256: 'Phk3Cy0BiGZDM9SjLnSUDcKSVWbvkMkrJl5wzVEvZ5o=',
    expiresAt: '2026-11-27T09:00:00.000Z',
  },
});
