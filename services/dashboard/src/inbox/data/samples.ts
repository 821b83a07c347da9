import type { DurableEvent } from '../../live/events';
import type { Conversation, Message } from './contract';

/** What the specs of this folder speak of. */
export const conversationOf = (part: Partial<Conversation> = {}): Conversation => ({
  id: 'c1',
  outletId: 'shop',
  state: 'open',
  owner: 'bot',
  epoch: 1,
  priority: 'normal',
  labelIds: [],
  unreadCount: 0,
  contact: { id: 'ana', name: 'Ana' },
  lastSeq: 1,
  lastMessageAt: '2026-11-20T09:00:00.000Z',
  windowExpiresAt: '2026-11-21T09:00:00.000Z',
  createdAt: '2026-11-20T08:00:00.000Z',
  ...part,
});

export const messageOf = (seq: number, part: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  seq,
  direction: 'inbound',
  author: 'customer',
  type: 'text',
  text: `text ${seq}`,
  status: 'received',
  wamid: `w${seq}`,
  at: new Date(Date.UTC(2026, 10, 20, 9, seq)).toISOString(),
  ...part,
});

export const messageEvent = (conversation: Conversation, message: Message, inboxSeq = 1): DurableEvent => ({
  kind: 'message',
  outletId: conversation.outletId,
  inboxSeq,
  conversationId: conversation.id,
  seq: message.seq,
  message,
  standing: {
    state: conversation.state,
    owner: conversation.owner,
    epoch: conversation.epoch,
    ...(conversation.assigneeId && { assigneeId: conversation.assigneeId }),
    windowExpiresAt: conversation.windowExpiresAt,
    unreadCount: (conversation.unreadCount ?? 0) + 1,
    lastMessageAt: message.at,
  },
});

export const statusEvent = (conversation: Conversation, message: Message, inboxSeq = 1): DurableEvent => ({
  kind: 'status',
  outletId: conversation.outletId,
  inboxSeq,
  conversationId: conversation.id,
  messageId: message.id,
  status: message.status,
  message,
});

export const conversationEvent = (conversation: Conversation, inboxSeq = 1): DurableEvent => ({
  kind: 'conversation',
  outletId: conversation.outletId,
  inboxSeq,
  conversation,
});
