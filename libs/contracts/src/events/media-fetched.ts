import { z } from 'zod';
import { defineEvent } from '../event.js';

/** stored: the file is kept. failed: WhatsApp has it, and it was not taken. expired: WhatsApp has it no more. */
export const mediaOutcomes = ['stored', 'failed', 'expired'] as const;

export const mediaFetched = defineEvent({
  name: 'media-fetched',
  version: 1,
  producer: 'message-sender',
  consumers: ['conversation'],
  summary: 'What became of a customer’s file: kept, refused, or gone at WhatsApp.',
  data: z.object({
    mediaId: z.uuid(),
    outcome: z.enum(mediaOutcomes),
    /** Of a stored file: what its bytes say that it is, their number, and their SHA-256 in hex. */
    contentType: z.string().optional(),
    sizeBytes: z.number().int().nonnegative().optional(),
    sha256: z.string().optional(),
    /** Of any other: why. */
    error: z.object({ code: z.string(), detail: z.string() }).optional(),
  }),
  key: (data) => data.mediaId,
  example: {
    mediaId: '0198c0de-0000-7000-8000-0000000000d1',
    outcome: 'stored',
    contentType: 'image/jpeg',
    sizeBytes: 48_213,
    sha256: '3e19370b2d0188664333d4a32e74940dc2925566ef90c92b265e70cd512f679a',
  },
});
