import { z } from 'zod';
import { defineLiveEvent } from './live-event.js';
import { exampleConversation, exampleMessage, ids, liveConversation, liveMessage, liveNote, problem, seq } from './shapes.js';
import { AVAILABILITIES, CONVERSATION_STATES, OWNERS } from '../vocabulary.js';

/** Where an event stands in the log of its inbox. Each inbox is numbered without gaps; a client keeps the highest it has seen. */
const place = { outletId: z.uuid(), inboxSeq: seq };
const examplePlace = { outletId: ids.outlet, inboxSeq: 42 };

export const liveReady = defineLiveEvent({
  name: 'ready',
  summary:
    'The connection is set up. Of every inbox, everything after the given position follows; what is read over REST from now on is not older than that.',
  data: z.object({ tenantId: z.uuid(), userId: z.uuid().optional(), inboxes: z.record(z.uuid(), seq) }),
  example: { tenantId: ids.tenant, userId: ids.user, inboxes: { [ids.outlet]: 41 } },
});

export const liveMessageEvent = defineLiveEvent({
  name: 'message',
  summary: 'A message is new. What is repeated for `auth.resume` has no inboxSeq.',
  data: z.object({
    tenantId: z.uuid(),
    conversationId: z.uuid(),
    seq: z.number().int(),
    outletId: z.uuid(),
    inboxSeq: seq.optional(),
    message: liveMessage,
    standing: z
      .looseObject({
        state: z.enum(CONVERSATION_STATES),
        owner: z.enum(OWNERS),
        epoch: z.number().int(),
        assigneeId: z.uuid().optional(),
        windowExpiresAt: z.iso.datetime().nullable(),
        unreadCount: z.number().int(),
        lastMessageAt: z.iso.datetime(),
      })
      .describe('How its conversation now stands'),
  }),
  example: {
    tenantId: ids.tenant,
    conversationId: ids.conversation,
    seq: 7,
    ...examplePlace,
    message: exampleMessage,
    standing: {
      state: 'open',
      owner: 'agent',
      epoch: 3,
      assigneeId: ids.user,
      windowExpiresAt: '2026-11-21T09:00:00.000Z',
      unreadCount: 1,
      lastMessageAt: '2026-11-20T09:00:00.000Z',
    },
  },
});

export const liveStatus = defineLiveEvent({
  name: 'status',
  summary: 'The status of a message that was sent has changed, or a customer has edited or deleted theirs.',
  data: z.object({ conversationId: z.uuid(), messageId: z.uuid(), status: z.string(), ...place, message: liveMessage }),
  example: {
    conversationId: ids.conversation,
    messageId: ids.message,
    status: 'delivered',
    ...examplePlace,
    message: { ...exampleMessage, direction: 'outbound', author: 'agent', status: 'delivered' },
  },
});

export const liveConversationEvent = defineLiveEvent({
  name: 'conversation',
  summary: 'Something of a conversation has changed: state, owner, assignee, labels, priority, anything.',
  data: z.object({ conversation: liveConversation, ...place }),
  example: { conversation: exampleConversation, ...examplePlace },
});

export const liveMerged = defineLiveEvent({
  name: 'merged',
  summary:
    'A conversation went into another one: its messages now stand there, behind those that were there. null: its customer was erased.',
  data: z.object({ conversationId: z.uuid(), into: z.uuid().nullable(), ...place }),
  example: { conversationId: ids.otherConversation, into: ids.conversation, ...examplePlace },
});

export const liveNoteEvent = defineLiveEvent({
  name: 'note',
  summary: 'A note was written; null: it was deleted.',
  data: z.object({ conversationId: z.uuid(), noteId: z.uuid(), note: liveNote.nullable(), ...place }),
  example: { conversationId: ids.conversation, noteId: ids.note, note: null, ...examplePlace },
});

export const liveContact = defineLiveEvent({
  name: 'contact',
  summary: 'A contact has changed.',
  data: z.object({ contactId: z.uuid(), conversationId: z.uuid(), ...place }),
  example: { contactId: ids.contact, conversationId: ids.conversation, ...examplePlace },
});

export const livePassed = defineLiveEvent({
  name: 'passed',
  summary: 'What stood at this position is no longer there (merged away, erased). Only moves the position on.',
  data: z.object(place),
  example: examplePlace,
});

export const liveAssigned = defineLiveEvent({
  name: 'assigned',
  summary: 'To the agent: the conversation is theirs now. May come again for a conversation that already was.',
  data: z.object({ conversationId: z.uuid(), assigneeId: z.uuid() }),
  example: { conversationId: ids.conversation, assigneeId: ids.user },
});

export const liveResync = defineLiveEvent({
  name: 'resync',
  summary:
    'What was missed of these is too much, or no longer in the log: read them anew over REST. The inboxes go on behind these positions.',
  data: z.object({ outletIds: z.array(z.uuid()), conversationIds: z.array(z.uuid()), inboxes: z.record(z.uuid(), seq) }),
  example: { outletIds: [ids.outlet], conversationIds: [], inboxes: { [ids.outlet]: 2041 } },
});

export const liveTyping = defineLiveEvent({
  name: 'typing',
  summary: 'A colleague is writing; holds for about five seconds.',
  data: z.object({ conversationId: z.uuid(), userId: z.uuid().optional(), author: z.literal('agent') }),
  example: { conversationId: ids.conversation, userId: ids.user, author: 'agent' },
});

export const liveDraft = defineLiveEvent({
  name: 'draft',
  summary: 'What the bot has written so far of an answer under this epoch, all of it; done: no more comes, whether it was sent or not.',
  data: z.object({ conversationId: z.uuid(), text: z.string(), done: z.boolean(), epoch: z.number().int() }),
  example: { conversationId: ids.conversation, text: 'We are open from', done: false, epoch: 3 },
});

export const livePresence = defineLiveEvent({
  name: 'presence',
  summary: 'A colleague came, went, or has set another availability.',
  data: z.object({ userId: z.uuid(), availability: z.enum(AVAILABILITIES), isConnected: z.boolean() }),
  example: { userId: ids.user, availability: 'online', isConnected: true },
});

export const liveSettings = defineLiveEvent({
  name: 'settings',
  summary:
    'Settings have changed, by whomever: read them again over REST, and after every reconnect. `what` is a target type of the audit log, such as label, team, canned_reply, inbox, outlet or user.',
  data: z.object({ what: z.string() }),
  example: { what: 'canned_reply' },
});

export const liveEnded = defineLiveEvent({
  name: 'ended',
  summary:
    'The server ends the connection right after this. token_expired, key_revoked: connect again with other credentials. too_slow: connect again with the positions seen so far.',
  data: z.object({ reason: z.enum(['token_expired', 'key_revoked', 'too_slow']), problem }),
  example: {
    reason: 'token_expired',
    problem: {
      type: 'https://chasqui.dev/problems/token_expired',
      title: 'Not signed in',
      status: 401,
      code: 'token_expired',
      detail: 'The access token has expired; connect again with a new one.',
    },
  },
});

/** Everything the server sends. */
export const LIVE_SERVER_EVENTS = [
  liveReady,
  liveMessageEvent,
  liveStatus,
  liveConversationEvent,
  liveMerged,
  liveNoteEvent,
  liveContact,
  livePassed,
  liveAssigned,
  liveResync,
  liveTyping,
  liveDraft,
  livePresence,
  liveSettings,
  liveEnded,
] as const;

/** Those that stand in the log of an inbox: each socket gets every one, in order. */
export const LOGGED_EVENTS = ['message', 'status', 'conversation', 'merged', 'note', 'contact', 'passed'] as const;
export type LoggedEventName = (typeof LOGGED_EVENTS)[number];
