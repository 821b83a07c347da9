import type { MessageState, MessageStatus } from '#contracts';
import { otherSpelling } from '#whatsapp';

/** Why a message did not go, or not yet: of the last refusal by Graph, or of a `failed` status. */
export interface MessageError {
  /** Meta's code; 0 where the answer had none. */
  code: number;
  title?: string;
  details?: string;
  advice?: string;
  /** The gate's code, where the gate has stopped the message and not Meta. */
  gate?: string;
  [key: string]: unknown;
}

export interface Pricing {
  billable?: boolean;
  model?: string;
  type?: string;
  category?: string;
  /** Of a message under a max price. */
  price?: { amountMicros: number; currency: string };
  [key: string]: unknown;
}

export interface Recipient {
  /** Digits of the international number, without `+`. */
  phone?: string;
  /** Business-scoped user id. */
  userId?: string;
  /** A group, in place of a customer. */
  groupId?: string;
}

/** What WhatsApp said of a number that was sent to. */
export interface ToldAccount {
  phone: string;
  waId: string;
}

/** What changes in a message after it was requested. */
export interface MessageProgress {
  state: MessageState;
  /** WhatsApp reported `failed` at least once. Kept apart: with several devices `delivered` may come before or after it. */
  failed: boolean;
  wamid: string | null;
  /** Times that a dispatcher has taken it: tells the answer to the present attempt from that to an earlier one. */
  claim: number;
  /** Answers of class `retry` so far. */
  refusals: number;
  /** Answers of class `wait` so far. */
  waits: number;
  /** Times that it went back into the queue after `unknown`; at most one. */
  resends: number;
  errors: MessageError[];
  pricing: Pricing | null;
}

/**
 * How far a message is. `failed` is below `delivered`, which a later status may still bring, and above `sent`, which it undoes. So the
 * furthest state wins whatever the order in which the reports arrive.
 */
const RANK: Record<MessageState, number> = {
  scheduled: -1,
  queued: 0,
  // Nothing follows it. Should WhatsApp report the message all the same, then it did leave.
  cancelled: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  sent: 4,
  failed: 5,
  delivered: 6,
  read: 7,
  played: 8,
};

export const isFurther = (state: MessageState, than: MessageState): boolean => RANK[state] > RANK[than];

/** Statuses of webhooks that are a state; WhatsApp may send others, which are kept and change nothing. */
export const reportedState = (status: string): MessageStatus | undefined =>
  ['sent', 'delivered', 'read', 'played', 'failed'].includes(status) ? (status as MessageStatus) : undefined;

/** Messages of one lane leave one after another. The phone comes first, as at Meta, where `to` wins over `recipient`. */
export const laneOf = (outletId: string, to: Recipient): string => `${outletId}:${to.groupId ?? to.phone ?? to.userId ?? ''}`;

/**
 * As what WhatsApp would price a message, by what is known when it is taken.
 *
 * @returns undefined for a template of which nobody knows the category
 */
export const pricedAs = ({
  template,
  templateCategory,
}: {
  template: string | null;
  templateCategory: string | null;
}): string | undefined => (template === null ? 'service' : templateCategory?.toLowerCase());

/** One writing of a phone number for all who ask: digits only. A user id stays as it is, and a group is all of a recipient. */
export const normalRecipient = ({ phone, userId, groupId }: Recipient): Recipient => {
  // Meta lets a phone win over everything else: what is meant for a group must have none.
  if (groupId) return { groupId };
  const digits = phone?.replaceAll(/\D/g, '');
  return { ...(digits ? { phone: digits } : {}), ...(userId ? { userId } : {}) };
};

/**
 * Whose number a message was sent to, as WhatsApp answers (`contacts[].wa_id`).
 *
 * @returns undefined where that is no news: the account is called as it was sent to, and the number has no other spelling
 */
export function toldAccount(phone: string | null, waId: string | undefined): ToldAccount | undefined {
  if (!phone || !waId || !/^\d+$/.test(waId)) return undefined;
  return waId !== phone || otherSpelling(phone) !== undefined ? { phone, waId } : undefined;
}
