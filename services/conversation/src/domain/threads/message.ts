import type { Author, Direction } from '#contracts';
import type { MessageMedia } from '../media/media.js';
import { shownStatus } from './message-status.js';

/** `asc`: oldest first. */
export const MESSAGE_ORDERS = ['asc', 'desc'] as const;
export type MessageOrder = (typeof MESSAGE_ORDERS)[number];

export const MAX_SEQ = 2_147_483_647;

/** Where a page of a thread ended. Only a message that came late has a time here. */
export interface ThreadPosition {
  place: number;
  at: string | null;
  seq: number;
}

/** The order of a thread: by seq; what came late stands right before the message at its place, by the time when it was written. */
export function inThread(one: Pick<Message, 'seq' | 'place' | 'at'>, other: Pick<Message, 'seq' | 'place' | 'at'>): number {
  const isLate = (message: Pick<Message, 'place'>): boolean => (message.place ?? null) !== null;
  return (
    (one.place ?? one.seq) - (other.place ?? other.seq) ||
    Number(isLate(other)) - Number(isLate(one)) ||
    Date.parse(one.at) - Date.parse(other.at) ||
    one.seq - other.seq
  );
}

/** A message as the conversation shows it: the shape of events and of REST. */
export interface MessageView {
  id: string;
  seq: number;
  direction: Direction;
  author: Author;
  type: string;
  text?: string;
  status: string;
  wamid?: string;
  at: string;
}

/** A message with all that is known of it. */
export interface Message {
  id: string;
  seq: number;
  direction: Direction;
  author: Author;
  authorId: string | null;
  /** Of a message in a group: the participant who wrote it. */
  sender?: { contactId: string; name: string; phone: string | null } | null;
  type: string;
  text: string | null;
  content: unknown;
  wamid: string | null;
  status: string;
  failed: boolean;
  errors: readonly unknown[];
  pricing: unknown;
  citations: readonly unknown[] | null;
  at: string;
  /** All that it said, where the customer edited it; the last is what it says now. */
  edits?: readonly { text: string; at: string }[] | null;
  /** The customer took it back. */
  deletedAt?: string | null;
  /** Of one that came after newer ones: the seq of the message that it stands right before. */
  place?: number | null;
  /** Its file, read with the message; absent right after writing. */
  media?: MessageMedia | null;
  /** The message that it answers; by WhatsApp's id alone where it is not in this conversation. */
  replyTo?: { wamid: string; messageId?: string; type?: string; text?: string | null; deleted?: boolean } | null;
  reactions?: readonly { emoji: string; author: Author; at: string }[] | null;
}

export const viewOf = (message: Message): MessageView => ({
  id: message.id,
  seq: message.seq,
  direction: message.direction,
  author: message.author,
  type: message.type,
  ...(message.text === null ? {} : { text: message.text }),
  status: shownStatus(message.status, message.failed),
  ...(message.wamid === null ? {} : { wamid: message.wamid }),
  at: message.at,
});

/** What is to leave, as the Cloud API names it. */
export interface OutboundText {
  type: 'text';
  text: { body: string; preview_url: boolean };
  [key: string]: unknown;
}

export const textContent = (body: string): OutboundText => ({ type: 'text', text: { body, preview_url: false } });

/** Whom WhatsApp is to deliver to: the group; or the phone where it is known, else the user id (a customer who hides the number). */
export const recipientOf = (contact: {
  phone: string | null;
  userId: string | null;
  groupId: string | null;
}): { phone: string } | { userId: string } | { groupId: string } => {
  if (contact.groupId) return { groupId: contact.groupId };
  if (contact.phone) return { phone: contact.phone };
  if (contact.userId) return { userId: contact.userId };
  throw new Error('a contact has a phone or a user id');
};
