import type { MessageStatus, SendClass } from '#contracts';
import type { MessageError, MessageProgress, Pricing } from './message.js';

/** A message as it is shown. */
export interface MessageView {
  id: string;
  outletId: string;
  conversationId: string | null;
  phone: string | null;
  userId: string | null;
  class: SendClass;
  type: string;
  status: MessageStatus;
  failed: boolean;
  wamid: string | null;
  attempts: number;
  errors: MessageProgress['errors'];
  pricing: MessageProgress['pricing'];
  createdAt: string;
  updatedAt: string;
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
