import type { MessageState, SendClass } from '#contracts';
import type { Price } from '../gate/price.js';
import type { MessageError, MessageProgress, Pricing } from './message.js';

/** A message as it is shown. */
export interface MessageView {
  id: string;
  outletId: string;
  conversationId: string | null;
  phone: string | null;
  userId: string | null;
  groupId: string | null;
  class: SendClass;
  type: string;
  status: MessageState;
  failed: boolean;
  wamid: string | null;
  attempts: number;
  errors: MessageProgress['errors'];
  pricing: MessageProgress['pricing'];
  /** The time it was scheduled for. */
  sendAt: string | null;
  /** The failed message in place of which it was sent. */
  retryOf: string | null;
  createdAt: string;
  updatedAt: string;
}

/** One message with what it says. */
export interface WholeMessage extends MessageView {
  content: { type: string } & Record<string, unknown>;
  /** The message that it answers, by WhatsApp's id. */
  contextWamid: string | null;
}

/** What a message costs: by what was known when it was taken, and by what WhatsApp said of it. */
export interface MessagePrice {
  /** Null where no rate card has it. */
  estimated: Price | null;
  /** Null until WhatsApp has said as what it charged the message. */
  final: Price | null;
}

/** A status as WhatsApp reported it. */
export interface StatusView {
  status: string;
  wamid: string;
  participant: string;
  at: string;
  receivedAt: string;
  pricing: Pricing | null;
  errors: MessageError[];
}
