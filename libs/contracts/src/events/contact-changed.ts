import { z } from 'zod';
import { defineEvent } from '../event.js';

export const contactChanged = defineEvent({
  name: 'contact-changed',
  version: 1,
  producer: 'conversation',
  consumers: ['engagement', 'outgoing-webhooks'],
  summary:
    'A person or a program created a contact, changed what is known of it, or merged another one into it; or a customer said something about promotions.',
  data: z.object({
    contactId: z.uuid(),
    change: z.enum(['created', 'changed', 'merged']),
    /** Names of what differs from before. */
    fields: z.array(z.string()),
    /** Tags that the contact did not have before; left out where there are none. */
    addedTags: z.array(z.string()).optional(),
    /** The contact that went into this one. */
    mergedId: z.uuid().optional(),
    contact: z.object({
      name: z.string().nullable(),
      phone: z.string().nullable(),
      userId: z.string().nullable(),
      email: z.string().nullable(),
      language: z.string().nullable(),
      tags: z.array(z.string()),
      attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      marketingConsent: z.string(),
    }),
    at: z.iso.datetime(),
  }),
  key: (data) => data.contactId,
  example: {
    contactId: '0198c0de-0000-7000-8000-000000000011',
    change: 'changed',
    fields: ['tags'],
    addedTags: ['vip'],
    contact: {
      name: 'Kerry Fisher',
      phone: '16505551234',
      userId: null,
      email: null,
      language: 'en',
      tags: ['vip'],
      attributes: { city: 'Lima' },
      marketingConsent: 'granted',
    },
    at: '2026-11-20T09:00:00.000Z',
  },
});
