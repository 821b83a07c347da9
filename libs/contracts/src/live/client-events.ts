import { z } from 'zod';
import { defineLiveEvent } from './live-event.js';
import { exampleConversation, exampleMessage, ids, liveConversation, liveMessage, seq } from './shapes.js';
import { AVAILABILITIES } from '../vocabulary.js';

const MAX_RESUMED = 1_000;
/** Rooms and positions are named by it: in capitals it is the same. */
const uuid = z.uuid().toLowerCase();
const about = z.strictObject({ conversationId: uuid });
const atMost = (what: string) =>
  [
    (map: Record<string, number>) => Object.keys(map).length <= MAX_RESUMED,
    { message: `must name at most ${MAX_RESUMED} ${what}` },
  ] as const;

/** `auth` of the connection: a token or an API key, the tenant as in X-Tenant-ID, and what the client has seen so far. */
export const liveHandshake = z.strictObject({
  token: z.string().min(1).max(8_192).optional().describe('Access token of POST /api/v1/auth/login'),
  apiKey: z.string().min(1).max(256).optional().describe('Needs the scope conversations:read'),
  tenantId: z.string().max(64).optional().describe('As X-Tenant-ID'),
  resume: z
    .record(uuid, seq)
    .refine(...atMost('conversations'))
    .optional()
    .describe('Of conversations, the highest seq seen: the messages above it are sent'),
  inboxes: z
    .record(uuid, seq)
    .refine(...atMost('inboxes'))
    .optional()
    .describe('Of inboxes, the highest inboxSeq seen: every event above it is sent'),
});
export const liveHandshakeExample: z.input<typeof liveHandshake> = {
  token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln',
  tenantId: ids.tenant,
  inboxes: { [ids.outlet]: 41 },
};

export const liveSubscribe = defineLiveEvent({
  name: 'subscribe',
  summary: 'Typing and drafts of this conversation. Until the first subscription a socket hears those of the whole tenant.',
  data: about,
  example: { conversationId: ids.conversation },
  ack: z.object({ conversation: liveConversation }),
  exampleAck: { conversation: exampleConversation },
});

export const liveUnsubscribe = defineLiveEvent({
  name: 'unsubscribe',
  summary: 'No more typing and drafts of this conversation.',
  data: about,
  example: { conversationId: ids.conversation },
});

export const liveTyped = defineLiveEvent({
  name: 'typing',
  summary: 'The agent is writing in this conversation; worth repeating every few seconds.',
  data: about,
  example: { conversationId: ids.conversation },
});

export const liveSend = defineLiveEvent({
  name: 'send',
  summary: 'Sends a message, as POST /api/v1/conversations/{id}/messages does; the rest of it is that request’s body.',
  data: z.looseObject({
    conversationId: uuid,
    clientId: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters')
      .describe('The idempotency key: the same message again under it is answered the same and sent once'),
    type: z.string().max(32),
  }),
  example: { conversationId: ids.conversation, type: 'text', text: 'Hello Ana, I am looking into it.', clientId: 'c-17' },
  ack: z.object({ message: liveMessage, clientId: z.string() }),
  exampleAck: {
    message: { ...exampleMessage, direction: 'outbound', author: 'agent', status: 'queued' },
    clientId: 'c-17',
  },
});

export const liveRead = defineLiveEvent({
  name: 'read',
  summary: 'The agent has seen the conversation up to this message, as POST /api/v1/conversations/{id}/read says.',
  data: z.strictObject({ conversationId: uuid, seq: seq.optional() }),
  example: { conversationId: ids.conversation, seq: 7 },
});

export const livePresenceSet = defineLiveEvent({
  name: 'presence',
  summary: 'The agent sets their own availability, as PUT /api/v1/presence does.',
  data: z.strictObject({ availability: z.enum(AVAILABILITIES) }),
  example: { availability: 'away' },
});

/** Everything a client may emit. */
export const LIVE_CLIENT_EVENTS = [liveSubscribe, liveUnsubscribe, liveTyped, liveSend, liveRead, livePresenceSet] as const;
