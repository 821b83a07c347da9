import type { Schemas } from '../../api/client';
import type { DurableEvent } from '../../live/events';
import type { Conversation, LastMessage, Message } from './contract';
import { matches, type Filter } from '../list/filter';

/** As TanStack Query keeps an endless list. */
export interface ListData {
  pages: Schemas['ConversationPageDto'][];
  pageParams: unknown[];
}

const isAfter = (one: Conversation, other: Conversation): boolean =>
  one.lastMessageAt === other.lastMessageAt ? one.id > other.id : one.lastMessageAt > other.lastMessageAt;

export const rowsOf = (data: ListData | undefined): Conversation[] => {
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  // A row that rose while further pages were read is in two of them.
  return [...new Map(rows.map((row) => [row.id, row])).values()];
};

export const findIn = (data: ListData | undefined, id: string): Conversation | undefined => rowsOf(data).find((row) => row.id === id);

/** Takes a conversation out of a list. @returns the same data where it is not in it */
export function without(data: ListData, id: string): ListData {
  if (!findIn(data, id)) return data;
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((row) => row.id !== id) })) };
}

/**
 * Puts a conversation where it belongs. One that fits no more leaves; one that belongs below what was read so far comes with its page.
 * Where the server sorts by more than the newest message, or searches, rows change in place and none is added.
 */
export function placed(data: ListData, conversation: Conversation, filter: Filter, me: string): ListData {
  const present = findIn(data, conversation.id);
  if (!matches(conversation, filter, me)) return without(data, conversation.id);
  if (filter.q || filter.sort !== 'newest' || (present && present.lastMessageAt === conversation.lastMessageAt)) {
    if (!present) return data;
    return {
      ...data,
      pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === conversation.id ? conversation : row)) })),
    };
  }
  const rest = without(data, conversation.id);
  const at = rest.pages.findIndex(({ items }) => items.some((row) => isAfter(conversation, row)));
  const last = rest.pages.length - 1;
  if (at < 0 && rest.pages[last]?.nextCursor) return rest;
  const target = at < 0 ? last : at;
  return {
    ...rest,
    pages: rest.pages.map((page, place) => {
      if (place !== target) return page;
      const before = page.items.findIndex((row) => isAfter(conversation, row));
      const index = before < 0 ? page.items.length : before;
      return { ...page, items: page.items.toSpliced(index, 0, conversation) };
    }),
  };
}

export const lastMessageOf = ({ text, type, author, direction, status, at, media, sender }: Message): LastMessage => {
  const shown = text ?? media?.caption;
  return { ...(shown !== undefined && { text: shown }), type, author, direction, status, at, ...(sender && { sender: sender.name }) };
};

/** As the server chooses: not what the system says by itself, and of one that waits for a person what the customer wants. */
const isShown = ({ type, author, direction }: Message, state: Conversation['state']): boolean =>
  type !== 'reaction' && author !== 'system' && (state !== 'pending' || direction === 'inbound');

/** A conversation after an event; the same object where the event changes nothing of it. */
export function moved(conversation: Conversation, event: DurableEvent): Conversation {
  if (event.kind === 'conversation')
    return event.conversation.id === conversation.id ? { ...conversation, ...full(event.conversation) } : conversation;
  if (event.kind === 'message' && event.conversationId === conversation.id) {
    const { assigneeId, ...standing } = event.standing;
    // A late copy of what is known already.
    if (event.seq < conversation.lastSeq) return conversation;
    const { assigneeId: _, ...rest } = conversation;
    const spoke = isShown(event.message, event.standing.state);
    return {
      ...rest,
      ...standing,
      ...(assigneeId && { assigneeId }),
      lastSeq: event.seq,
      ...(spoke && { lastMessage: lastMessageOf(event.message) }),
    };
  }
  if (event.kind === 'status' && event.conversationId === conversation.id) {
    const { lastMessage } = conversation;
    if (lastMessage?.direction !== 'outbound' || lastMessage.at !== event.message.at) return conversation;
    return { ...conversation, lastMessage: lastMessageOf(event.message) };
  }
  return conversation;
}

/** What a conversation may have and has not any more is to go, and not to stay from before. */
const OPTIONAL = ['assigneeId', 'teamId', 'handoffReason', 'snoozedUntil', 'responseDueAt', 'escalatedAt', 'closedAt'] as const;
const full = (conversation: Conversation): Conversation => ({
  ...(Object.fromEntries(OPTIONAL.map((name) => [name, undefined])) as object),
  ...conversation,
});

/** @returns the list after an event, and whether the event is about a conversation that the list does not know */
export function listAfter(data: ListData, event: DurableEvent, filter: Filter, me: string): { data: ListData; isUnknown: boolean } {
  if (event.kind === 'merged') return { data: without(data, event.conversationId), isUnknown: false };
  if (event.kind === 'conversation') {
    const present = findIn(data, event.conversation.id);
    return { data: placed(data, present ? moved(present, event) : event.conversation, filter, me), isUnknown: false };
  }
  if (event.kind !== 'message' && event.kind !== 'status') return { data, isUnknown: false };
  const present = findIn(data, event.conversationId);
  if (!present) return { data, isUnknown: event.kind === 'message' };
  const next = moved(present, event);
  return { data: next === present ? data : placed(data, next, filter, me), isUnknown: false };
}
