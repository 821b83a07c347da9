import { z } from 'zod';
import { AUTHORS, CONVERSATION_STATES, DIRECTIONS, OWNERS } from '../vocabulary.js';

// What REST and live share. The whole of it is described by the OpenAPI document under the same name; here stands what is sure to be there.

export const seq = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const liveMessage = z
  .looseObject({
    id: z.uuid(),
    seq: z.number().int().describe('Its number in the conversation, in the order of arrival, from 1, without gaps'),
    direction: z.enum(DIRECTIONS),
    author: z.enum(AUTHORS),
    type: z.string(),
    text: z.string().optional(),
    status: z.string(),
    wamid: z.string().optional(),
    at: z.iso.datetime(),
  })
  .describe('MessageDto of the OpenAPI document');

export const liveConversation = z
  .looseObject({
    id: z.uuid(),
    outletId: z.uuid(),
    state: z.enum(CONVERSATION_STATES),
    owner: z.enum(OWNERS),
    assigneeId: z.uuid().optional(),
    epoch: z.number().int(),
    contact: z.looseObject({ id: z.uuid(), name: z.string(), phone: z.string().optional(), userId: z.string().optional() }),
    lastMessageAt: z.iso.datetime(),
    windowExpiresAt: z.iso.datetime().nullable(),
  })
  .describe('ConversationDto of the OpenAPI document');

export const liveNote = z
  .looseObject({
    id: z.uuid(),
    conversationId: z.uuid(),
    authorId: z.uuid(),
    text: z.string(),
    mentions: z.array(z.uuid()).optional(),
    afterSeq: z.number().int(),
    at: z.iso.datetime(),
  })
  .describe('NoteDto of the OpenAPI document');

export const problem = z
  .looseObject({ type: z.string(), title: z.string(), status: z.number().int(), code: z.string(), detail: z.string() })
  .describe('Problem details (RFC 9457), as REST answers them');

/** Ids of examples. */
export const ids = {
  tenant: '0198c0de-0000-7000-8000-00000000000a',
  outlet: '0198c0de-0000-7000-8000-000000000001',
  conversation: '0198c0de-0000-7000-8000-000000000010',
  otherConversation: '0198c0de-0000-7000-8000-000000000013',
  contact: '0198c0de-0000-7000-8000-000000000011',
  message: '0198c0de-0000-7000-8000-000000000012',
  note: '0198c0de-0000-7000-8000-000000000014',
  user: '0198c0de-0000-7000-8000-0000000000c1',
} as const;

export const exampleMessage = {
  id: ids.message,
  seq: 7,
  direction: 'inbound',
  author: 'customer',
  type: 'text',
  text: 'What are your opening hours?',
  status: 'received',
  wamid: 'wamid.HBgLMTY1',
  at: '2026-11-20T09:00:00.000Z',
} as const;

export const exampleConversation = {
  id: ids.conversation,
  outletId: ids.outlet,
  state: 'open',
  owner: 'agent',
  assigneeId: ids.user,
  epoch: 3,
  contact: { id: ids.contact, name: 'Ana', phone: '16505551234' },
  lastSeq: 7,
  lastMessageAt: '2026-11-20T09:00:00.000Z',
  windowExpiresAt: '2026-11-21T09:00:00.000Z',
  createdAt: '2026-11-20T08:59:00.000Z',
} as const;
