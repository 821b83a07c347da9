import type { Author, Direction } from '#contracts';
import type { MessageMedia } from '../media/media.js';
import { shownStatus } from './message-status.js';

/** `asc`: oldest first. */
export const MESSAGE_ORDERS = ['asc', 'desc'] as const;
export type MessageOrder = (typeof MESSAGE_ORDERS)[number];

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
  /** Its file, read with the message; absent right after writing. */
  media?: MessageMedia | null;
  /** The message that it answers; by WhatsApp's id alone where it is not in this conversation. */
  replyTo?: { wamid: string; messageId?: string; type?: string; text?: string | null } | null;
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

/** Whom WhatsApp is to deliver to: the phone where it is known, else the user id (a customer who hides the number). */
export const recipientOf = (contact: { phone: string | null; userId: string | null }): { phone: string } | { userId: string } => {
  if (contact.phone) return { phone: contact.phone };
  if (contact.userId) return { userId: contact.userId };
  throw new Error('a contact has a phone or a user id');
};
